import onnx, numpy as np
from onnx import helper as h, TensorProto as T, numpy_helper as nh
rng = np.random.RandomState(1)
def init(name, *shape, zero=False):
    return nh.from_array(np.zeros(shape, np.float32) if zero else rng.randn(*shape).astype(np.float32), name)
def save(name, nodes, inp, out, inits, opset=13, domains=()):
    g = h.make_graph(nodes, name, [h.make_tensor_value_info('x', T.FLOAT, inp)], [h.make_tensor_value_info('y', T.FLOAT, out)], inits)
    m = h.make_model(g, producer_name='onnx.helper', opset_imports=[h.make_opsetid('', opset)] + [h.make_opsetid(d, 1) for d in domains])
    m.ir_version = 7
    if not domains: onnx.checker.check_model(m)
    onnx.save(m, name + '.onnx')
# a small residual CNN as PyTorch exports it
n, w = [], []
def conv(name, x, y, o, c, k, s=1, p=0, g=1, bias=False):
    w.append(init(name + '.weight', o, c // g, k, k)); ins = [x, name + '.weight']
    if bias: w.append(init(name + '.bias', o)); ins.append(name + '.bias')
    n.append(h.make_node('Conv', ins, [y], name=name, kernel_shape=[k, k], strides=[s, s], pads=[p] * 4, dilations=[1, 1], group=g))
def bn(name, x, y, c):
    for q in 'scale bias mean var'.split(): w.append(init(name + '.' + q, c))
    n.append(h.make_node('BatchNormalization', [x] + [name + '.' + q for q in 'scale bias mean var'.split()], [y], name=name))
def op(o, x, y, **a): n.append(h.make_node(o, x if isinstance(x, list) else [x], [y], name=o + '_' + y, **a))
conv('stem', 'x', 'a1', 8, 3, 3, 1, 1, bias=True); bn('stem.bn', 'a1', 'a2', 8); op('Relu', 'a2', 'a3')
op('MaxPool', 'a3', 'a4', kernel_shape=[2, 2], strides=[2, 2])
conv('b1.c1', 'a4', 'b1', 8, 8, 3, 1, 1); bn('b1.bn1', 'b1', 'b2', 8); op('Relu', 'b2', 'b3')
conv('b1.c2', 'b3', 'b4', 8, 8, 3, 1, 1); bn('b1.bn2', 'b4', 'b5', 8); op('Add', ['b5', 'a4'], 'b6'); op('Relu', 'b6', 'b7')
conv('b2.c1', 'b7', 'c1', 16, 8, 3, 2, 1); bn('b2.bn1', 'c1', 'c2', 16)
w.append(nh.from_array(np.float32(0), 'zero')); w.append(nh.from_array(np.float32(6), 'six'))
op('Clip', ['c2', 'zero', 'six'], 'c3')
conv('b2.dw', 'c3', 'c4', 16, 16, 3, 1, 1, g=16)
conv('b2.short', 'b7', 's1', 16, 8, 1, 2, 0); bn('b2.sbn', 's1', 's2', 16)
op('Add', ['s2', 'c4'], 'c5'); op('Relu', 'c5', 'c6')
op('GlobalAveragePool', 'c6', 'd1'); op('Flatten', 'd1', 'd2', axis=1); op('Dropout', 'd2', 'd3')
w.append(init('fc.weight', 10, 16)); w.append(init('fc.bias', 10))
n.append(h.make_node('Gemm', ['d3', 'fc.weight', 'fc.bias'], ['y'], name='fc', transB=1, alpha=1.0, beta=1.0))
save('residual', n, ['N', 3, 16, 16], ['N', 10], w)
# a multilayer perceptron of MatMul and Add, dynamic flatten, softmax
n, w = [], []
op('Shape', 'x', 'sh'); w.append(nh.from_array(np.int64(0), 'i0')); op('Gather', ['sh', 'i0'], 'g', axis=0)
w.append(nh.from_array(np.array([0], np.int64), 'ax')); op('Unsqueeze', ['g', 'ax'], 'u')
w.append(nh.from_array(np.array([-1], np.int64), 'm1')); op('Concat', ['u', 'm1'], 'cc', axis=0); op('Reshape', ['x', 'cc'], 'f')
w.append(init('w1', 64, 32)); w.append(init('b1', 32)); op('MatMul', ['f', 'w1'], 'h1'); op('Add', ['h1', 'b1'], 'h2'); op('Relu', 'h2', 'h3')
w.append(init('w2', 32, 10)); w.append(init('b2', 10)); op('MatMul', ['h3', 'w2'], 'h4'); op('Add', ['h4', 'b2'], 'h5'); op('Softmax', 'h5', 'y', axis=1)
save('perceptron', n, ['batch', 1, 8, 8], ['batch', 10], w)
# QONNX: 4-bit weights, 3-bit activations
n, w = [], []
def quant(x, y, bits, signed):
    for q, v in (('scale', 0.1), ('zero', 0.), ('bits', float(bits))): w.append(nh.from_array(np.float32(v), y + '.' + q))
    n.append(h.make_node('Quant', [x, y + '.scale', y + '.zero', y + '.bits'], [y], name='Quant_' + y, domain='qonnx.custom_op.general', signed=signed, narrow=0, rounding_mode='ROUND'))
w.append(init('c.w', 4, 1, 3, 3)); quant('x', 'xq', 8, 1); quant('c.w', 'c.wq', 4, 1)
n.append(h.make_node('Conv', ['xq', 'c.wq'], ['c'], name='conv', kernel_shape=[3, 3], strides=[1, 1], pads=[1, 1, 1, 1]))
op('Relu', 'c', 'r'); quant('r', 'rq', 3, 0); op('Flatten', 'rq', 'fl', axis=1)
w.append(init('l.w', 10, 256)); quant('l.w', 'l.wq', 4, 1); op('Transpose', 'l.wq', 'l.wt', perm=[1, 0]); op('MatMul', ['fl', 'l.wt'], 'y')
save('quantized', n, [1, 1, 8, 8], [1, 10], w, domains=['qonnx.custom_op.general'])
# what is not supported
n, w = [], []
conv('c1', 'x', 'a', 4, 3, 3, 1, 1); op('Sigmoid', 'a', 'b'); op('Mul', ['a', 'b'], 'c'); conv('c2', 'c', 'd', 4, 4, 3, 1, 1); op('Sigmoid', 'd', 'e')
op('Concat', ['e', 'd'], 'f', axis=1); op('GlobalAveragePool', 'f', 'g'); op('Flatten', 'g', 'y', axis=1)
save('unsupported', n, ['N', 3, 8, 8], ['N', 8], w)
