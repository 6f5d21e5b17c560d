// How many there are, beside each place: what was known last is there at once, what is true follows.
const COUNTS_KEPT = "doorstep-counts"
const COUNTS_FRESH = 60000

customElements.define("nav-counts", class extends HTMLElement {
  connectedCallback() {
    this.addEventListener("htmx:oobAfterSwap", () => this.#ask()) // a view was pinned
    const kept = JSON.parse(sessionStorage.getItem(COUNTS_KEPT) ?? "null")
    if (kept) this.#show(kept.counts)
    if (!kept || Date.now() - kept.at >= COUNTS_FRESH) this.#ask()
  }

  async #ask() {
    if (!this.querySelector("[data-count]")) return
    const answer = await fetch(this.dataset.url, { cache: "no-cache", headers: { Accept: "application/json" } })
    if (!answer.ok || answer.redirected) return
    const counts = await answer.json()
    sessionStorage.setItem(COUNTS_KEPT, JSON.stringify({ counts, at: Date.now() }))
    this.#show(counts)
  }

  #show(counts) {
    this.querySelectorAll("[data-count]").forEach((place) => (place.textContent = counts[place.dataset.count] ?? ""))
  }
})
