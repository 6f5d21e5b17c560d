// After a page was swapped in: its heading has the focus and is said aloud. Only pages move softly.
import { announce } from "../announce.js";

customElements.define("page-focus", class extends HTMLElement {
  connectedCallback() {
    document.addEventListener("htmx:afterSettle", this.#arrived)
    document.addEventListener("htmx:beforeTransition", this.#still)
  }

  disconnectedCallback() {
    document.removeEventListener("htmx:afterSettle", this.#arrived)
    document.removeEventListener("htmx:beforeTransition", this.#still)
  }

  #arrived = (event) => {
    if (event.detail.target !== document.body || document.querySelector("dialog[open]")) return
    if (document.activeElement?.matches("[autofocus]")) return
    const heading = document.querySelector("main h1, .bar h1, main")
    if (!heading) return
    heading.tabIndex = -1
    heading.focus({ preventScroll: true })
    announce(document.title)
  }

  #still = (event) => {
    const isPage = event.detail.boosted && event.detail.target === document.body
    if (!isPage || matchMedia("(prefers-reduced-motion: reduce)").matches) event.preventDefault()
  }
})
