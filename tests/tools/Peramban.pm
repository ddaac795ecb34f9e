# A served database for tests in a browser: people of every role, a run of the sample city, `lindung serve` on a free
# port. The tests themselves are tests/web/*.mjs, which print TAP.
package Peramban;
use strict;
use warnings;
use Cwd qw(abs_path);
use Digest::SHA qw(hmac_sha1);
use Exporter 'import';
use File::Temp qw(tempdir);
use POSIX ();
our @EXPORT = qw(served browse missing_browser);

my $lindung = abs_path($ENV{LINDUNG} // 'build/lindung');
my $pid;

# Why there can be no browser; empty when there can.
sub missing_browser {
	return 'chromium is not installed' unless -x '/usr/bin/chromium';
	return 'tests/web/node_modules is missing (make setup)' unless -d 'tests/web/node_modules/playwright-core';
	return 'node is not installed' unless `node --version 2>/dev/null`;
	return '';
}

my @people = (
	[ 'rina.kelola', 'admin' ], [ 'andi.operator', 'operator_opd' ], [ 'sitti.kabid', 'verifikator' ], [ 'kadis', 'kepala_dinas' ],
	[ 'hukum', 'bagian_hukum' ], [ 'sekda', 'sekda' ], [ 'inspektur', 'inspektorat' ], [ 'lurah', 'operator_kelurahan' ],
);

# RFC 6238, as an authenticator app has it; $back: steps of 30 seconds before now.
sub code {
	my ($secret, $back) = @_;
	my $bits = join '', map { sprintf '%05b', index 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', $_ } split //, $secret;
	my $mac = hmac_sha1(pack('Q>', int(time / 30) - $back), pack 'B*', substr $bits, 0, 8 * int(length($bits) / 8));
	my $at = ord(substr $mac, -1) & 15;
	return sprintf '%06d', (unpack('N', substr $mac, $at, 4) & 0x7fffffff) % 1_000_000;
}

# Everybody who is asked for a code has an app: name => secret, in $dir/totp.json for the tests in the browser.
sub enrol {
	my ($dir, @names) = @_;
	my @have;
	for my $name (@names) {
		my $as = "--db $dir/kota.db --sebagai $name --pin-berkas $dir/pin";
		my ($secret) = quietly("$lindung user totp start $as") =~ /^Kunci untuk diketik\s*:\s*([A-Z2-7]+)/m or die 'no secret';
		# the code before the one of now, so that the test may still use that; on a busy machine it may be over meanwhile
		for my $try (1 .. 5) {
			my $said = `$lindung user totp confirm @{[ code($secret, 1) ]} $as 2>&1`;
			last unless $?;
			die $said if $try == 5;
		}
		push @have, qq("$name":"$secret");
	}
	open my $f, '>', "$dir/totp.json" or die;
	print $f '{', join(',', @have), '}';
	close $f;
}

sub quietly {
	my ($what) = @_;
	my $out = `$what 2>&1`;
	die "$what\n$out" if $?;
	return $out;
}

# { url, dir, pin, names }: a database with people (and with $o{city} a draft from a small sample city), served. With
# $o{bare}: the administrator alone, without a second factor yet; the lists of a city of $o{bare} ("--persons ...") in kota/.
sub served {
	my (%o) = @_;
	my $dir = tempdir(CLEANUP => 1);
	$ENV{LINDUNG_KUNCI} = "$dir/kunci";
	$ENV{HOME} = $dir;
	open my $f, '>', "$dir/pin" or die;
	print $f "739214\n";
	close $f;
	chmod 0600, "$dir/pin";
	quietly("$lindung init --db $dir/kota.db --admin rina.kelola --pin-baru $dir/pin");
	return listening($dir, 'rina.kelola') if $o{bare} && quietly("$lindung sample $dir/kota $o{bare}");
	my $as = "--sebagai rina.kelola --pin-berkas $dir/pin";
	for (@people[ 1 .. $#people ]) {
		quietly("$lindung user add $_->[0] --role $_->[1] --db $dir/kota.db --pin-baru $dir/pin $as");
	}
	if ($o{city}) {
		quietly("$lindung sample $dir/kota --persons 4000 --proposals 200");
		my $lists = join ' ', map { "--usulan $_" } glob "$dir/kota/usulan*";
		$lists .= " --$_->[0] $dir/kota/$_->[1]" for [ qw(dukcapil dukcapil.csv) ], [ qw(desil desil.csv) ], [ qw(peserta peserta.csv) ],
		  [ qw(tolak tolak_asn.csv) ], [ qw(sk sk_lama.csv) ];
		quietly("$lindung run $lists --program $dir/kota/program.yaml --db $dir/kota.db"
			  . " --keluaran $dir/hasil --tanggal 2025-05-02 --sebagai andi.operator --pin-berkas $dir/pin");
	}
	enrol($dir, grep { $_ !~ /^(?:andi\.operator|inspektur|lurah)$/ } map { $_->[0] } @people);
	return listening($dir, map { $_->[0] } @people);
}

sub listening {
	my ($dir, @names) = @_;
	$pid = fork // die "fork: $!";
	if (!$pid) {
		open STDOUT, '>', "$dir/serve.out";
		open STDERR, '>', "$dir/serve.err";
		exec { $lindung } $lindung, 'serve', '--db', "$dir/kota.db", '--listen', '127.0.0.1:0' or
		POSIX::_exit(127);
	}
	my $url;
	for (1 .. 150) {
		if (open my $log, '<', "$dir/serve.err") {
			local $/;
			($url) = (<$log> // '') =~ m{"alamat":"(http://[^"]+?)/?"};
		}
		last if $url;
		select undef, undef, undef, 0.1;
	}
	$url or die 'lindung serve does not answer: ' . `cat $dir/serve.err`;
	return { url => $url, dir => $dir, pin => '739214', names => \@names };
}

# Runs a test in the browser against the server; what it prints is our TAP.
sub browse {
	my ($script, $server, @more) = @_;
	local $ENV{LINDUNG_URL} = $server->{url};
	local $ENV{LINDUNG_PIN} = $server->{pin};
	local $ENV{LINDUNG_DIR} = $server->{dir};
	$| = 1;
	my $rc = system 'node', "tests/web/$script", @more;
	return $rc >> 8;
}

END {
	if ($pid) {
		my $keep = $?;
		kill 'TERM', $pid;
		waitpid $pid, 0;
		$? = $keep;
	}
}
1;
