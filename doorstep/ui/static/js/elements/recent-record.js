// Remembers, for this tab only, which records were open last: their names, "lead:7", and no more.
const RECENT_KEPT = "doorstep-recent"

export const recentRecords = () => JSON.parse(sessionStorage.getItem(RECENT_KEPT) ?? "[]")

customElements.define("recent-record", class extends HTMLElement {
  connectedCallback() {
    const name = this.dataset.name
    const kept = [name, ...recentRecords().filter((each) => each !== name)].slice(0, 6)
    sessionStorage.setItem(RECENT_KEPT, JSON.stringify(kept))
  }
})
