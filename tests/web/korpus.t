# Naughty strings and scripts through text fields (the corpora stand beside the project; without them: skipped, counted).
use strict;
use warnings;
use Cwd qw(abs_path);
use Test::More;
use lib 'tests/tools';
use Peramban;

my $why = missing_browser();
plan skip_all => $why if $why;
my $server = served();
exit browse('korpus.mjs', $server, abs_path('.') . '/../shared/corpora');
