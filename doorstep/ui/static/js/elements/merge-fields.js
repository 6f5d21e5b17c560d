// One row a field, one column a record: J K choose the row, 1 2 3 take a column, N says "never the same".
import { announce } from "../announce.js";
import { isBusy } from "../typing.js";

customElements.define("merge-fields", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this.#key)
    this.addEventListener("change", this.#count)
    this.style.setProperty("--cols", this.querySelectorAll(".mg__head").length)
    this.#count()
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key)
  }

  #key = (event) => {
    const isSent = event.key === "Enter" && (event.ctrlKey || event.metaKey)
    if (isSent) return this.closest("form").requestSubmit()
    if (isBusy(event)) return
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key]
    if (step) this.#move(step)
    else if (/^[1-9]$/.test(event.key)) this.#take(Number(event.key))
    else if (event.key === "n") document.querySelector("[data-never]")?.click()
    else return
    event.preventDefault()
  }

  #take(column) {
    const box = this.#rows[this.#at].children[column]?.querySelector("input")
    if (!box) return
    box.type === "radio" ? (box.checked = true) : (box.checked = !box.checked)
    this.#count()
    this.#move(1)
  }

  #move(step) {
    const rows = this.#rows
    const next = Math.min(rows.length - 1, Math.max(0, this.#at + step))
    rows[this.#at].classList.remove("is-cursor")
    rows[next].classList.add("is-cursor")
    rows[next].firstElementChild.scrollIntoView({ block: "nearest" })
    announce(rows[next].dataset.field)
  }

  #count = () => {
    const open = this.#rows.filter((row) => !row.querySelector("input:checked")).length
    const told = document.querySelector("[data-merge-left]")
    if (told) told.textContent = open ? told.dataset.some.replace("%d", open) : told.dataset.none
  }

  get #rows() {
    return [...this.querySelectorAll("[data-field]")]
  }

  get #at() {
    return Math.max(0, this.#rows.findIndex((row) => row.classList.contains("is-cursor")))
  }
})
