# Every table and every statement of the catalogue is understood by PostgreSQL too: same text, only types and guards
# spelled its way. Skipped where PostgreSQL is not installed. Nothing listens on the network: a socket in a folder.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;

my ($bin) = grep { -x "$_/initdb" } reverse sort glob '/usr/lib/postgresql/*/bin';
plan skip_all => 'PostgreSQL is not installed' unless $bin;
plan skip_all => 'nothing of ours is compiled in here' if $ENV{LINDUNG_SANITIZED};
my @user = $> == 0 ? getpwnam('nobody') : getpwuid($>);
plan skip_all => 'no user to run PostgreSQL as' unless @user;

sub slurp { open my $fh, '<', $_[0] or die "$_[0]: $!"; local $/; return scalar <$fh> }

# C strings side by side, comments out
sub strings {
	my ($c) = @_;
	$c =~ s{/\*.*?\*/}{}gs;
	my $text = join '', $c =~ /"((?:[^"\\]|\\.)*)"/g;
	$text =~ s/\\n/\n/g;
	return $text;
}

my %spelling = (id => 'bigint', i64 => 'bigint', rupiah => 'bigint', day => 'integer', bytes => 'bytea',
	text => 'text COLLATE "C"', table => '', keyed => '');

sub spell {
	my ($sql) = @_;
	$sql =~ s/\{guard \w+\}//g;
	$sql =~ s/\{(\w+)\}/exists $spelling{$1} ? $spelling{$1} : die "no word $1"/ge;
	return $sql;
}

my $defs = slurp('src/db/migrations.def');
$defs =~ s{/\*.*?\*/}{}gs;
my @migrations = $defs =~ /^MIGRATION\(\d+,\s*"[^"]*",(.*?)\)\s*$(?=\s*(?:^MIGRATION|\z))/msg;
my ($bootstrap) = slurp('src/db/db.c') =~ /bootstrap\[\] =(.*?);\n/s;
my $script = join "\n", map { spell(strings($_)) . ';' } $bootstrap, @migrations;
$script =~ s/;\s*;/;/g;

my $catalogue = slurp('src/db/statements.def');
$catalogue =~ s{/\*.*?\*/}{}gs;
my %statement = map { /^(\w+),(.*)/s ? ($1 => strings($2)) : () } split /^STATEMENT\(/m, $catalogue;
cmp_ok(scalar @migrations, '>=', 2, 'migrations were read');
cmp_ok(scalar keys %statement, '>=', 50, 'the catalogue was read');

my $owner = $$;
my $dir = tempdir('lindung-pg-XXXXXX', TMPDIR => 1, CLEANUP => 1);
chown $user[2], $user[3], $dir;

sub as_user {
	my @command = @_;
	my $pid = fork // die $!;
	return (waitpid($pid, 0), $? >> 8)[1] if $pid;
	if ($> == 0) { $( = $) = "$user[3] $user[3]"; $< = $> = $user[2] }
	chdir $dir;
	open STDOUT, '>>', "$dir/log";
	open STDERR, '>&', \*STDOUT;
	exec @command or exit 127;
}

my $made = as_user("$bin/initdb", '-D', "$dir/data", '-A', 'trust', '-U', 'uji', '-E', 'UTF8', '--locale=C', '-N');
$made ||= as_user("$bin/pg_ctl", '-D', "$dir/data", '-s', '-w', '-l', "$dir/server.log", '-o', "-k $dir -c listen_addresses='' -c fsync=off", 'start');
is($made, 0, 'a PostgreSQL of our own runs') or diag slurp("$dir/log");

sub psql {
	my ($sql) = @_;
	open my $fh, '>', "$dir/in.sql" or die;
	print $fh $sql;
	close $fh;
	return `PGOPTIONS='-c client_min_messages=error' $bin/psql -X -q -v ON_ERROR_STOP=1 -h $dir -U uji -d postgres -f $dir/in.sql 2>&1`;
}

SKIP: {
	skip 'no server', 1 if $made;
	is(psql($script), '', 'the migrations make their tables');
	for my $name (sort keys %statement) {
		(my $sql = $statement{$name}) =~ s/\?(\d+)/\$$1/g;
		is(psql("PREPARE uji AS $sql;"), '', $name);
	}
	isnt(psql('PREPARE uji AS SELECT ifnull(1, 2);'), '', 'what only SQLite knows would be seen');
}
done_testing();

END {
	if (defined $owner && $$ == $owner && -e "$dir/data/postmaster.pid") {
		my $kept = $?;
		as_user("$bin/pg_ctl", '-D', "$dir/data", '-s', '-m', 'immediate', 'stop');
		$? = $kept;
	}
}
