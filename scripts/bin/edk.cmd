@echo off
setlocal
set ELECTRON_RUN_AS_NODE=1
if defined EDK_NODE ("%EDK_NODE%" "%~dp0..\..\dist\edk\edk.js" %*) else (node "%~dp0..\..\dist\edk\edk.js" %*)
