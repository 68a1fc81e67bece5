// Adds "Kopiera tabellen" where script runs: the table goes to the clipboard as text for Excel and as HTML for Word.

const shown = (node) => {
  const copy = node.cloneNode(true);
  copy.querySelectorAll(".ds-sr-only, svg").forEach((part) => part.remove());
  copy.querySelectorAll("small").forEach((note) => note.prepend(" "));
  return copy.textContent.replace(/\s+/g, " ").trim();
};

// Figures go as Excel reads them: no spaces between thousands, ASCII minus.
const plain = (cell) => {
  const text = shown(cell);
  if (cell.classList.contains("n")) return text.replace(/[\s\u00a0]/g, "").replaceAll("\u2212", "-");
  return /^[=+\-@]/.test(text) ? `'${text}` : text;
};

const escape = (text) => text.replace(/[&<>]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c]);

const rowsOf = (table) => [...table.rows].filter((row) => !row.classList.contains("detail")).map((row) => [...row.cells]);

const asText = (rows) => rows.map((cells) => cells.map(plain).join("\t")).join("\r\n");

const asHtml = (rows) => {
  const cell = (c) => `<${c.tagName}${c.classList.contains("n") ? ' align="right"' : ""}>${escape(shown(c))}</${c.tagName}>`;
  return `<table>${rows.map((cells) => `<tr>${cells.map(cell).join("")}</tr>`).join("")}</table>`;
};

const tell = (button, text) => {
  const word = button.textContent;
  button.textContent = text;
  button.setAttribute("aria-live", "polite");
  setTimeout(() => { button.textContent = word; }, 3000);
};

for (const button of document.querySelectorAll("button[data-copy]")) {
  const table = document.getElementById(button.dataset.copy)?.closest("table");
  if (!table || !navigator.clipboard?.write) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const rows = rowsOf(table);
    const item = new ClipboardItem({
      "text/plain": new Blob([asText(rows)], { type: "text/plain" }),
      "text/html": new Blob([asHtml(rows)], { type: "text/html" }),
    });
    try {
      await navigator.clipboard.write([item]);
      tell(button, `${rows.length - 1} rader kopierade`);
    } catch {
      tell(button, "Gick inte att kopiera. Hämta Excel i stället");
    }
  });
}
