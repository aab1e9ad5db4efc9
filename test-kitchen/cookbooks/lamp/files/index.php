<?php
// Says which app server answers and what its database says; 503 takes it out of the load balancer.
header('Content-Type: text/plain');
$config = json_decode(file_get_contents('/etc/apache2/lamp.json'), true, 4, JSON_THROW_ON_ERROR);
try {
    if ($config['db'] === null) {
        throw new RuntimeException('no database is on the list');
    }
    $db = mysqli_init();
    $db->options(MYSQLI_OPT_CONNECT_TIMEOUT, 2);
    $db->real_connect($config['db']['host'], $config['user'], $config['password'], 'lamp', $config['db']['port']);
    echo $config['app'], ': ', $db->query('SELECT text FROM greeting')->fetch_column(), "\n";
} catch (RuntimeException $e) {
    http_response_code(503);
    echo $config['app'], ': ', $e->getMessage(), "\n";
}
