name 'shop'

cookbook 'shop', path: '.'
cookbook 'presence', path: '../presence'

run_list 'shop::lb'
named_run_list 'db', 'shop::db'
named_run_list 'app', 'shop::app'
named_run_list 'lb', 'shop::lb'
