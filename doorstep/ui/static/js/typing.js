// Single keys belong to whoever is typing, and to no one while a dialog decides or they are off.
export const isTyping = (event) =>
  event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")

export const isBusy = (event) =>
  isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || event.isComposing
  || document.documentElement.dataset.shortcuts === "off" || document.querySelector("dialog[open]")

// Where a popover is open, its own keys count.
export const openMenu = () => document.querySelector("[popover]:popover-open")
