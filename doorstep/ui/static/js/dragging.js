// What is dragged: by mouse at once, by touch after a long press, so that one can still scroll.
// Esc leaves it where it was. `on` says what: find(event), begin(tile, x, y), over(x, y), drop(), back().
const FAR = 4 // pixels, until a press is a drag
const LONG = 350 // milliseconds, until a touch is one
const EDGE = 56 // pixels, in which what one drags over scrolls along

export const dragging = (host, on) => {
  let press = null, active = false, at = [0, 0], going

  const start = () => {
    active = true
    going = setInterval(follow, 40)
    on.begin(press.tile, press.x, press.y)
  }

  const stop = () => {
    const was = active
    clearTimeout(press?.timer)
    clearInterval(going)
    for (const [name, listen] of heard) removeEventListener(name, listen)
    press = null
    setTimeout(() => (active = false))
    return was
  }

  const move = (event) => {
    if (event.pointerId !== press.id) return
    at = [event.clientX, event.clientY]
    const isFar = Math.hypot(at[0] - press.x, at[1] - press.y) > (press.isTouch ? FAR * 2 : FAR)
    if (!active && press.isTouch && isFar) return stop()
    if (!active && (press.isTouch || !isFar)) return
    if (!active) start()
    on.over(...at)
  }

  // Near an edge the hours scroll, also while the pointer rests.
  const follow = () => {
    const page = on.scroller?.()
    if (!page || !at[1]) return
    const box = page === document.scrollingElement ? { top: 0, bottom: innerHeight } : page.getBoundingClientRect()
    const by = at[1] < box.top + EDGE ? -10 : at[1] > box.bottom - EDGE ? 10 : 0
    const was = page.scrollTop
    if (by) page.scrollTop += by
    if (page.scrollTop !== was) on.over(...at)
  }

  const up = (event) => event.pointerId === press.id && stop() && on.drop()
  const leave = (event) => (event.type !== "keydown" || event.key === "Escape") && stop() && on.back()
  const heard = [["pointermove", move], ["pointerup", up], ["pointercancel", leave], ["keydown", leave]]

  host.addEventListener("pointerdown", (event) => {
    const tile = event.button || press ? null : on.find(event)
    if (!tile) return
    const isTouch = event.pointerType === "touch"
    press = { tile, isTouch, id: event.pointerId, x: event.clientX, y: event.clientY }
    at = [press.x, press.y]
    if (isTouch) press.timer = setTimeout(start, LONG)
    for (const [name, listen] of heard) addEventListener(name, listen)
  })
  host.addEventListener("touchmove", (event) => active && event.preventDefault(), { passive: false })
  host.addEventListener("contextmenu", (event) => press?.isTouch && event.preventDefault())
  // What was dragged is not opened as well.
  host.addEventListener("click", (event) => active && (event.preventDefault(), event.stopPropagation()), { capture: true })
  return stop
}
