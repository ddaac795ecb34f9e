# A PostgreSQL of the tests' own: made in a temporary folder by Debian's package, on a Unix socket there and a free port
# of 127.0.0.1, fsync on (in memory where there is room; LINDUNG_UJI_CAKRAM=1: on disk), superuser `uji`; stopped and removed however its user ends (also by kill -9).
#
#   my $pg = Pg->start;              undef when PostgreSQL is not installed (or nobody to run it as)
#   $pg->{url}                       postgresql://uji@127.0.0.1:PORT/postgres
#   $pg->url('kota')                 of a schema of that name, which it makes
#   $pg->psql('SELECT 1')            rows as lines, columns joined by |; dies on an error
#   $pg->try_psql(sql, role)         (ok, text)
#   $pg->{folder}; $pg->postmaster   its folder, its process number; $pg->restart after it was killed and its processes have gone
#   Pg->shared                       the one of $LINDUNG_UJI_PG when set, else a new one
#
# As a program, `perl Pg.pm`, it prints the URL and lives until its standard input ends: the C tests start it so.
package Pg;
use strict;
use warnings;
use File::Path qw(remove_tree);
use File::Temp qw(tempdir);
use IO::Socket::INET;
use POSIX ();

my ($bin) = grep { -x "$_/initdb" } reverse sort { ($a =~ /(\d+)\/bin/)[0] <=> ($b =~ /(\d+)\/bin/)[0] } glob '/usr/lib/postgresql/*/bin';

# initdb refuses root; anybody else runs it as himself
sub user {
	my @user = $> == 0 ? (getpwnam('postgres'), getpwnam('nobody')) : getpwuid($>);
	return @user ? @user[2, 3] : ();
}

sub as_user {
	my ($log, @command) = @_;
	my @ids = user();
	my $pid = fork // die "fork: $!";
	return (waitpid($pid, 0), $?)[1] if $pid;
	if ($> == 0) { $( = $ids[1]; $) = "$ids[1] $ids[1]"; POSIX::setuid($ids[0]) }
	chdir '/';
	open STDIN, '<', '/dev/null';
	open STDOUT, '>>', $log;
	open STDERR, '>&', \*STDOUT;
	delete $ENV{$_} for grep { /^PG/ } keys %ENV;
	exec @command or POSIX::_exit(127);
}

sub slurp { open my $fh, '<', $_[0] or return "$_[0]: $!"; local $/; return scalar <$fh> }

# in memory where a gigabyte is free: a thousand syncs wear a disk for nothing; what is killed is processes, not power
sub roomy {
	my ($folder) = @_;
	my ($free) = `df -Pk $folder 2>/dev/null` =~ /\n\S+\s+\d+\s+\d+\s+(\d+)/;
	return -w $folder && ($free // 0) > 1 << 20;
}

sub free_port {
	my $s = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1', LocalPort => 0) or die "no port: $!";
	return $s->sockport;
}

sub available { return $bin && user() }

sub make {
	my ($folder) = @_;
	my @ids = user();
	chmod 0755, $folder;
	mkdir "$folder/$_" for qw(s d);
	chown @ids, "$folder/$_" for qw(s d);
	my $log = "$folder/d/log";
	as_user($log, "$bin/initdb", '-D', "$folder/d/data", '-A', 'trust', '-U', 'uji', '-E', 'UTF8', '--locale=C', '-N') == 0 or die slurp($log);
	open my $conf, '>>', "$folder/d/data/postgresql.conf" or die $!;
	print $conf "listen_addresses = '127.0.0.1'\nunix_socket_directories = '$folder/s'\nfsync = on\nmax_connections = 60\nshared_buffers = 64MB\nmax_wal_size = 256MB\n",
	  "logging_collector = off\nautovacuum_naptime = 20s\n";
	close $conf;
}

sub up {
	my ($folder) = @_;
	for (1 .. 5) { # somebody else may take the port in between
		my $port = -e "$folder/port" ? slurp("$folder/port") : free_port();
		open my $fh, '>', "$folder/port" or die $!;
		print $fh $port;
		close $fh;
		return $port if as_user("$folder/d/log", "$bin/pg_ctl", '-D', "$folder/d/data", '-s', '-w', '-t', '120', '-l', "$folder/d/server.log", '-o', "-p $port", 'start') == 0;
		unlink "$folder/port";
	}
	die "PostgreSQL does not start:\n" . slurp("$folder/d/server.log");
}

sub down {
	my ($folder) = @_;
	as_user("$folder/d/log", "$bin/pg_ctl", '-D', "$folder/d/data", '-s', '-m', 'immediate', '-w', 'stop') if -e "$folder/d/data/postmaster.pid";
	remove_tree($folder, { error => \my $ignored });
}

# The keeper lives in a session of its own and sees the end of its user by the end of the pipe.
sub keep {
	my ($in, $out) = @_;
	POSIX::setsid();
	$SIG{$_} = 'IGNORE' for qw(INT TERM HUP PIPE QUIT);
	my $folder = tempdir('lindung-pg-XXXXXX', $ENV{LINDUNG_UJI_CAKRAM} || !roomy('/dev/shm') ? (TMPDIR => 1) : (DIR => '/dev/shm'));
	my $port = eval { make($folder); up($folder) };
	syswrite $out, $port ? "$port $folder\n" : "- $@";
	close $out;
	1 while $port && sysread $in, my $byte, 1;
	down($folder);
}

sub start {
	my ($class) = @_;
	return undef unless available();
	pipe my $life, my $hold or die $!;
	pipe my $answer, my $say or die $!;
	my $pid = fork // die "fork: $!";
	if (!$pid) {
		close $hold;
		close $answer;
		open STDIN, '<', '/dev/null';
		open STDOUT, '>', '/dev/null';
		my $ok = eval { keep($life, $say); 1 };
		POSIX::_exit($ok ? 0 : 1);
	}
	close $life;
	close $say;
	my $line = <$answer> // '';
	my ($port, $folder) = $line =~ /^(\d+) (\S+)/ or die "PostgreSQL: $line" . join '', <$answer>;
	return bless { url => "postgresql://uji\@127.0.0.1:$port/postgres", port => $port, folder => $folder, hold => $hold, keeper => $pid, owner => $$ }, $class;
}

sub shared {
	my ($class) = @_;
	my $url = $ENV{LINDUNG_UJI_PG} or return $class->start;
	return bless { url => $url }, $class;
}

sub DESTROY {
	my ($self) = @_;
	return unless $self->{keeper} && $self->{owner} == $$;
	local ($?, $!);
	close delete $self->{hold};
	waitpid $self->{keeper}, 0;
}

sub postmaster { return (split /\n/, slurp("$_[0]{folder}/d/data/postmaster.pid"))[0] }

# After it was killed: a dead one that nobody waited for would still hold the pid file, and its last processes the memory.
sub restart {
	my ($self) = @_;
	my $folder = $self->{folder};
	for (1 .. 100) {
		unlink "$folder/d/data/postmaster.pid";
		return 1 if as_user("$folder/d/log", "$bin/pg_ctl", '-D', "$folder/d/data", '-s', '-w', '-t', '120', '-l', "$folder/d/server.log", '-o', "-p $self->{port}", 'start') == 0;
		select undef, undef, undef, 0.1;
	}
	die "PostgreSQL does not start again:\n" . slurp("$folder/d/server.log");
}

sub try_psql {
	my ($self, $sql, $role) = @_;
	my $url = $self->{url};
	$url =~ s/uji\@/$role\@/ if $role;
	my $pid = open(my $out, '-|') // die $!;
	if (!$pid) {
		open STDERR, '>&', \*STDOUT;
		$ENV{PGOPTIONS} = '-c client_min_messages=error';
		exec "$bin/psql", '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-d', $url, '-c', $sql or POSIX::_exit(127);
	}
	my $text = do { local $/; <$out> } // '';
	close $out;
	chomp $text;
	return ($? == 0, $text);
}

sub psql {
	my ($ok, $text) = try_psql(@_);
	die "psql: $text\n" unless $ok;
	return $text;
}

# options=-csearch_path=NAME, percent-encoded
sub url {
	my ($self, $schema, $role) = @_;
	$self->psql("CREATE SCHEMA IF NOT EXISTS $schema");
	my $url = $self->{url};
	$url =~ s/uji\@/$role\@/ if $role;
	return "$url?options=-csearch_path%3D$schema";
}

unless (caller) {
	my $pg = Pg->start or exit 77;
	$| = 1;
	print "$pg->{url}\n";
	1 while <STDIN>;
	undef $pg;
}
1;
