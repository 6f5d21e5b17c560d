// Previous and next record, in the order of the list one came from. The list leaves its trail here.
const TRAIL = "doorstep-trail"

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("record-table a.table__name, drag-board .deal a")
  if (!link) return
  const rows = [...document.querySelectorAll("record-table tbody a.table__name, drag-board .deal a")]
  const total = document.querySelector(".bar .count")?.textContent ?? ""
  const urls = rows.map((row) => row.getAttribute("href"))
  sessionStorage.setItem(TRAIL, JSON.stringify({ urls, total, list: location.pathname + location.search }))
})

customElements.define("record-steps", class extends HTMLElement {
  connectedCallback() {
    const trail = JSON.parse(sessionStorage.getItem(TRAIL) ?? "{}")
    const at = trail.urls?.indexOf(location.pathname) ?? -1
    if (at < 0) return
    this.#show(trail, at)
    const crumb = document.querySelector(".crumbs a")
    if (crumb && trail.list) crumb.setAttribute("href", trail.list)
    if (at === 0 || at === trail.urls.length - 1) this.#widen(trail, at)
  }

  // The list may go on beyond the rows that were on the page: the server knows who is next in it.
  async #widen(trail, at) {
    if (!this.dataset.beside) return
    const answer = await fetch(this.dataset.beside + new URL(trail.list, location.origin).search)
    if (!answer.ok || answer.redirected) return
    const { previous, next } = await answer.json()
    const urls = [...trail.urls]
    if (next && at === urls.length - 1) urls.push(next)
    if (previous && at === 0) urls.unshift(previous)
    if (urls.length === trail.urls.length) return
    const wider = { ...trail, urls, isCut: trail.isCut || urls[0] !== trail.urls[0] }
    sessionStorage.setItem(TRAIL, JSON.stringify(wider))
    this.#show(wider, urls.indexOf(location.pathname))
  }

  #show({ urls, total, list, isCut }, at) {
    const [before, after] = this.querySelectorAll("a")
    this.#lead(before, urls[at - 1])
    this.#lead(after, urls[at + 1])
    const begins = !isCut && !/[?&](after|before)=/.test(list)
    this.querySelector("[data-at]").textContent = begins ? `${at + 1} / ${total || urls.length}` : ""
    this.hidden = false
    window.htmx?.process(this)
  }

  #lead(link, url) {
    if (!url) return link.setAttribute("aria-disabled", "true")
    link.removeAttribute("aria-disabled")
    link.setAttribute("href", url)
  }
})
