// Results under the keyboard: ↓ ↑ and J K move from the field through the hits and back.
import { isBusy } from "../typing.js";

customElements.define("result-list", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this.#key)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key)
  }

  #key = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key]
    const inField = event.target === this.#field
    if (!step || (isBusy(event) && !(inField && event.key.startsWith("Arrow")))) return
    event.preventDefault()
    const at = this.#hits.indexOf(document.activeElement)
    const next = at + step
    next < 0 ? this.#field.focus() : this.#hits[Math.min(next, this.#hits.length - 1)]?.focus()
  }

  get #field() { return this.querySelector("input[type=search]") }
  get #hits() { return [...this.querySelectorAll("#results a.mini")] }
})
