-- Needs a server built with libxml.

SET ROLE everything_owner;
SET xmloption = content;
CREATE TABLE types.xml (id int PRIMARY KEY, x xml, xx xml[]);
CREATE VIEW views.xml_made AS SELECT xmlelement(name "a b", xmlattributes(id AS "i""d"), name) AS x FROM app.customers;
INSERT INTO types.xml VALUES
    (1, '<a b="1">&lt;é🐘</a>', ARRAY['<x/>', 'text only <y/>', NULL]::xml[]), (2, 'no root <a/> at all', '{}'), (3, '<?xml version="1.0" standalone="yes"?><a/>', NULL),
    (4, '<!DOCTYPE a><a/>', NULL), (5, NULL, NULL), (6, '', NULL);
RESET xmloption;
RESET ROLE;
