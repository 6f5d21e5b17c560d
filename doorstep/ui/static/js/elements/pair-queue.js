// Pairs to decide on: J K choose one, Enter compares it, N says "never the same".
import { isBusy } from "../typing.js";

customElements.define("pair-queue", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this.#key)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key)
  }

  #key = (event) => {
    const rows = [...this.querySelectorAll("[data-row]")]
    if (isBusy(event) || !rows.length) return
    const at = Math.max(0, rows.findIndex((row) => row.classList.contains("is-cursor")))
    const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key]
    const onPlain = !event.target.closest("a, button")
    if (step) this.#go(rows, at, Math.min(rows.length - 1, Math.max(0, at + step)))
    else if (event.key === "Enter" && onPlain) rows[at].querySelector("[data-compare]").click()
    else if (event.key === "n") rows[at].querySelector("[data-never]").click()
    else return
    event.preventDefault()
  }

  #go(rows, at, next) {
    rows[at].classList.remove("is-cursor")
    rows[next].classList.add("is-cursor")
    rows[next].focus()
    rows[next].scrollIntoView({ block: "nearest" })
  }
})
