@echo off
rem Runs jquant on Windows: bin\jquant COMMAND ... ; builds it first when there is no jar.
setlocal
set "HOME_DIR=%~dp0.."
set "JAR=%HOME_DIR%\target\jquant.jar"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
if not exist "%JAR%" (
  echo building jquant ^(once; the first time Maven fetches its libraries^) ... 1>&2
  call mvn -q -B -ntp -f "%HOME_DIR%\pom.xml" -Djquant.quick compile jar:jar shade:shade@shade 1>&2
  if errorlevel 1 exit /b 1
)
"%JAVA%" -XX:+IgnoreUnrecognizedVMOptions -XX:+UseSerialGC -XX:MaxRAMPercentage=70 -XX:MaxNewSize=96m ^
  -XX:MinHeapFreeRatio=10 -XX:MaxHeapFreeRatio=20 -Xlog:disable -Djava.awt.headless=true ^
  --enable-native-access=ALL-UNNAMED --add-modules jdk.incubator.vector -jar "%JAR%" %*
exit /b %ERRORLEVEL%
