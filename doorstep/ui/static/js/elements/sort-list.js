// Rows in an order: drag one by its grip, or Alt ↑ ↓ on the grip. The form inside sends the order.
import { announce } from "../announce.js";

customElements.define("sort-list", class extends HTMLElement {
  #held = null

  connectedCallback() {
    this.rows.forEach((row) => (row.draggable = true))
    this.addEventListener("dragstart", this.#start)
    this.addEventListener("dragover", this.#over)
    this.addEventListener("dragend", this.#end)
    this.addEventListener("keydown", this.#key)
  }

  #start = (event) => {
    this.#held = event.target.closest("[data-row]")
    this.#held?.classList.add("is-drag")
  }

  #over = (event) => {
    const over = event.target.closest("[data-row]")
    if (!this.#held) return
    event.preventDefault()
    if (!over || over === this.#held || over.parentElement !== this.#held.parentElement) return
    const box = over.getBoundingClientRect()
    over[event.clientY < box.top + box.height / 2 ? "before" : "after"](this.#held)
  }

  #end = () => {
    this.#held?.classList.remove("is-drag")
    if (this.#held) this.#tell(this.#held)
    this.#held = null
  }

  #key = (event) => {
    const row = event.target.closest(".grip")?.closest("[data-row]")
    const isUp = event.key === "ArrowUp"
    if (!row || !event.altKey || !(isUp || event.key === "ArrowDown")) return
    event.preventDefault()
    const next = isUp ? row.previousElementSibling : row.nextElementSibling
    if (!next?.matches("[data-row]")) return
    next[isUp ? "before" : "after"](row)
    event.target.focus()
    this.#tell(row)
  }

  #tell(row) {
    const rows = this.rows
    announce(`${rows.indexOf(row) + 1} / ${rows.length}`)
    this.dispatchEvent(new CustomEvent("sorted", { bubbles: true })) // hx-trigger="sorted"
  }

  get rows() {
    return [...this.querySelectorAll("[data-row]")]
  }
})
