// Called by the server. The page loads them at once: a load at the first click would fail where the credentials are no
// longer valid. The browser keeps the keyboard in a dialog that is shown like this, and gives the focus back to the
// button that opened it.

window.consoleDialogs = { showDialog, closeDialog };

function showDialog(dialog) {
  if (!dialog.open) {
    dialog.showModal();
  }
}

function closeDialog(dialog) {
  dialog.close();
}
