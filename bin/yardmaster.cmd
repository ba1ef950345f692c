@echo off
rem Starts Yardmaster: the window, the engine without a desktop (serve), or a command against a running engine.
setlocal
set "root=%~dp0.."
if not exist "%root%\out\main\cli.js" node "%root%\scripts\setup.mjs" || exit /b 1
if "%~1"=="" (node "%root%\scripts\start.mjs" & exit /b)
if /i "%~1"=="agent" (node "%root%\out\main\remote-agent.js" %2 %3 %4 %5 %6 %7 %8 %9 & exit /b)
if /i "%~1"=="serve" (node "%root%\out\main\serve.js" %* & exit /b)
node "%root%\out\main\cli.js" %*
