document.querySelectorAll("table.sortable").forEach(function (table) {
  var heads = Array.from(table.tHead.rows[0].cells);
  table.classList.add("live");
  function value(row, column, numeric) {
    var text = row.cells[column].textContent;
    return numeric ? parseFloat(text.replace(/,/g, "")) : text;
  }
  function sort(column) {
    var head = heads[column];
    var numeric = head.classList.contains("number");
    var down = head.getAttribute("aria-sort") === "descending" ? false : numeric || head.getAttribute("aria-sort") === "ascending";
    heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    Array.from(table.tBodies[0].rows).map(function (row) {
      return { row: row, key: value(row, column, numeric) };
    }).sort(function (a, b) {
      var order = numeric ? a.key - b.key : a.key.localeCompare(b.key, "en", { numeric: true });
      return down ? -order : order;
    }).forEach(function (entry) { table.tBodies[0].appendChild(entry.row); });
  }
  heads.forEach(function (head, column) {
    head.tabIndex = 0;
    head.addEventListener("click", function () { sort(column); });
    head.addEventListener("keydown", function (event) {
      if (event.key === "Enter" || event.key === " ") { event.preventDefault(); sort(column); }
    });
  });
});
document.querySelectorAll(".script").forEach(function (note) { note.classList.remove("script"); });
