// What the elements of the calendar share: where a pointer is, and telling the server.
export const QUARTER = 15

// The day under a pointer, and its quarter where it has hours.
export const dayAt = (x, y) => document.elementsFromPoint(x, y).map((each) => each.closest("[data-day]")).find(Boolean)

export const quarterAt = (day, y) => {
  const box = day.getBoundingClientRect()
  return Math.min(95, Math.max(0, Math.floor(((y - box.top) / box.height) * 96)))
}

export const placed = (tile, name) => Number([...tile.classList].find((each) => each.startsWith(`${name}-`))?.split("-")[1] ?? 0)

export const put = (tile, name, number) => {
  tile.classList.remove(`${name}-${placed(tile, name)}`)
  tile.classList.add(`${name}-${number}`)
}

// What scrolls the days: the page on a phone, else the part that holds the hours.
export const scrollerOf = (inside) => {
  const isPhone = matchMedia("(max-width: 860px)").matches
  return isPhone ? document.scrollingElement : inside.closest("calendar-page").querySelector(".wk__m")
}

// The server has the last word: it answers the calendar, or asks which of a series are meant.
export const tell = async (tile, values, where = tile.dataset.move) => {
  const page = tile.closest("calendar-page")
  const { tile: key, original = "" } = tile.dataset
  tile.ariaBusy = "true"
  const sent = { ...values, original, query: page.dataset.query }
  await htmx.ajax("POST", where, { source: page, target: page, swap: "outerHTML", values: sent })
  tile.ariaBusy = "false"
  if (document.querySelector("dialog[open]")) return
  const drawn = [...document.querySelectorAll(`[data-tile="${CSS.escape(key)}"]`)]
  drawn.find((each) => each.checkVisibility())?.focus()
}
