# What the program takes, before the first line that looks at the list.
apt_update 'before Java' do
  compile_time true
  not_if { which('java') }
end

package 'openjdk-17-jre-headless' do
  compile_time true
end
