// What is ticked in a list: one, a range, all, none; and how many that is.
export class RowSelection {
  #last = null

  constructor(table) {
    this.table = table
  }

  toggle(row, isRange) {
    const rows = this.rows
    const at = rows.indexOf(row)
    if (at < 0) return
    const from = isRange && this.#last !== null ? Math.min(at, this.#last) : at
    const to = isRange && this.#last !== null ? Math.max(at, this.#last) : at
    const on = isRange || !box(rows[at]).checked
    rows.slice(from, to + 1).forEach((each) => (box(each).checked = on))
    this.#last = at
    this.show()
  }

  setAll(on) {
    this.rows.forEach((row) => (box(row).checked = on))
    this.show()
  }

  show() {
    const rows = this.rows
    const chosen = rows.filter((row) => box(row).checked)
    rows.forEach((row) => row.setAttribute("aria-selected", box(row).checked))
    const all = this.table.querySelector("[data-all]")
    all.checked = chosen.length > 0 && chosen.length === rows.length
    all.indeterminate = chosen.length > 0 && chosen.length < rows.length
    this.table.classList.toggle("has-chosen", chosen.length > 0)
    const says = this.table.querySelector("[data-chosen]")
    if (says) says.textContent = `${chosen.length} ${says.dataset.chosen}`
    if (!chosen.length) this.table.querySelectorAll("[name=all]").forEach((every) => (every.checked = false))
  }

  get rows() {
    return [...this.table.querySelectorAll("tbody tr[data-id]")]
  }
}

const box = (row) => row.querySelector("[name=ids]")
