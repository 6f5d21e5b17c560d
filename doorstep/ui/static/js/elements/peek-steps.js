// In a peek: J K, or its arrows, look at the next and previous row of the list behind it.
customElements.define("peek-steps", class extends HTMLElement {
  connectedCallback() {
    this.hidden = this.#rows.length < 2
    this.addEventListener("click", (event) => this.#look(Number(event.target.closest("[data-step]")?.dataset.step)))
    this.closest("dialog")?.addEventListener("keydown", this.#key)
  }

  #key = (event) => {
    const step = { j: 1, k: -1 }[event.key]
    if (step && !event.target.matches("input, textarea, select")) this.#look(step)
  }

  #look(step) {
    const rows = this.#rows
    const at = rows.findIndex((row) => row.matches(".is-cursor"))
    const next = rows[at + step]
    if (!step || !next) return
    rows[at]?.classList.remove("is-cursor")
    next.classList.add("is-cursor")
    next.scrollIntoView({ block: "nearest" })
    htmx.ajax("GET", next.dataset.peek, { target: "#dialog", swap: "innerHTML" })
  }

  get #rows() {
    return [...document.querySelectorAll("record-table tr[data-peek]")]
  }
})
