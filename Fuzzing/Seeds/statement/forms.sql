CREATE SUBSCRIPTION s CONNECTION E'host=a password=\'x\'' PUBLICATION p; DO $a$ BEGIN END $a$; -- end
/* /* */ */ SELECT "a""b", U&'x'