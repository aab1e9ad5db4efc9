presence_install 'presence'
