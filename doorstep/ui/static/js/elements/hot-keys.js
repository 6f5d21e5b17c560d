// The single keys printed on a page: data-key="c" is pressed by C. Z takes back the last thing.
import { isBusy, openMenu } from "../typing.js";

customElements.define("hot-keys", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("keydown", this.#key)
    document.addEventListener("keydown", this.#send)
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.#key)
    document.removeEventListener("keydown", this.#send)
  }

  #key = (event) => {
    if (isBusy(event) || openMenu()) return
    if (event.key === "?") return htmx.ajax("GET", this.dataset.sheet, { target: "#dialog", swap: "innerHTML" })
    if (event.shiftKey) return
    const wanted = event.key === "z" ? ".toast form button" : `[data-key="${CSS.escape(event.key)}"]`
    const found = document.querySelector(wanted)
    if (!found) return
    event.preventDefault()
    found.matches("input") ? found.focus() : found.click()
  }

  // Ctrl Enter sends the form one is in.
  #send = (event) => {
    const isWanted = event.key === "Enter" && (event.ctrlKey || event.metaKey)
    if (!isWanted || event.target.closest("dialog")) return
    event.target.closest("form")?.requestSubmit()
  }
})
