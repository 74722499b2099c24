// Called by the server. The browser keeps the keyboard in a dialog that is shown like this, and gives the focus back to
// the button that opened it.

export function showDialog(dialog) {
  if (!dialog.open) {
    dialog.showModal();
  }
}

export function closeDialog(dialog) {
  dialog.close();
}
