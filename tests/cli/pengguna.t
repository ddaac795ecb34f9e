# Users on the command line: the first one, who may add, PINs and where they come from, the lock-out that ends, the last
# admin; what a database with users still lets nobody in particular do.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Test::More;
use lib 'tests/tools';
use Rantai;

my $lindung = $ENV{LINDUNG} // 'build/lindung';
my $dir = tempdir(CLEANUP => 1);
$ENV{HOME} = "$dir/rumah";
delete $ENV{LINDUNG_KUNCI};
my $db = "--db $dir/kota.db --kunci $dir/kunci";
my $pin = '--pin-baru ' . pin_file($dir);

sub expect {
	my ($want, $like, $name, $args, $stdin) = @_;
	open my $in, '>', "$dir/masukan" or die;
	print $in $stdin // '';
	close $in;
	my $out = `$lindung $args 2>&1 <$dir/masukan`;
	is($? >> 8, $want, $name) or diag $out;
	like($out, $like, "$name: says so") if $like;
	return $out;
}
sub as { return as_user($_[0], $dir) }

expect(3, qr/lindung init/, 'users of no database', "user add rina --role admin $db $pin");
expect(0, undef, 'a database', "init $db");
expect(2, qr/yang pertama harus pengelola/, 'the first must be an admin', "user add andi --role verifikator $db $pin");
expect(0, qr/Pengguna pertama : ya/, 'the first user', "user add Rina --role admin $db $pin");
expect(2, qr/--sebagai/, 'the second needs somebody who may', "user add andi --role verifikator $db $pin");
expect(0, undef, 'an admin adds', "user add andi --role verifikator,sekda --scope 7372 $db $pin " . as('rina'));
expect(4, qr/andi sudah ada/, 'a name once only', "user add ANDI --role admin $db $pin " . as('rina'));
expect(2, qr/tidak berwenang .*"kelola"/, 'others may not add', "user add budi --role sekda $db $pin " . as('andi'));
expect(2, qr/bukan kode wilayah/, 'a scope is a region', "user add budi --role sekda --scope Bacukiki $db $pin " . as('rina'));
expect(2, qr/andi\.mappuji/, 'a name of the wrong form', "user add 'Andi Mappuji' --role sekda $db $pin " . as('rina'));
expect(2, qr/role/, 'no such role', "user add budi --role lurah $db $pin " . as('rina'));
my $list = expect(0, qr/andi .*verifikator,sekda +73\.72 +aktif/, 'the list', "user list $db");
unlike($list, qr/argon|739214/, 'shows no PIN');

# --- PINs
for (['12345', qr/6 sampai 64/], ['111111', qr/mudah ditebak/], ['345678', qr/mudah ditebak/], ['', qr/kosong/]) {
	expect(2, $_->[1], "PIN '$_->[0]' is refused", "user pin andi $db " . as('rina'), "$_->[0]\n");
}
expect(0, undef, 'both PINs by standard input', "user pin andi $db --sebagai rina", "739214\n482913\n");
expect(2, qr/PIN-nya salah/, 'the old PIN is gone', "user pin andi $db $pin " . as('andi'));
expect(0, undef, 'one changes the own PIN', "user pin andi $db $pin --sebagai andi", "482913\r\n");
expect(2, qr/rina tidak ada/, 'but not that of one whose region is another', "user pin rina $db $pin " . as('andi'));
expect(2, qr/"739214" tidak dimengerti|tidak dikenal/, 'a PIN is no argument', "user pin andi 739214 $db " . as('andi'));
chmod 0644, "$dir/pin";
expect(2, qr/chmod 600/, 'a PIN file that others may read', "user list $db " . as('andi'));
chmod 0600, "$dir/pin";
expect(3, qr/tidak dapat dibuka/, 'no PIN file', "user list $db --sebagai andi --pin-berkas $dir/tiada");
expect(2, qr/--sebagai hanya bersama --db/, 'nobody is known without a database', "run --program x --usulan y --keluaran z --sebagai rina");

# --- typed at a terminal: twice, and nothing of it shows; Ctrl-C leaves the terminal as it was
SKIP: {
	skip 'no script(1) to make a terminal', 4 unless -x '/usr/bin/script';
	# keys that come before the question are thrown away: on a busy machine a slower typist tries again
	my $typed = sub {
		my ($keys, $more, $until) = @_;
		my $seen;
		for my $wait (0.4, 1.5, 4, 8) {
			$seen = `(for k in $keys; do sleep $wait; printf "\$k"; done; sleep $wait) | script -qec "$lindung user pin andi $db --sebagai rina$more" /dev/null`;
			last if $seen =~ $until;
		}
		return $seen;
	};
	my $pin_keys = "'739214\\n' '739214\\n' '739214\\n'";
	my $seen = $typed->($pin_keys, '', qr/PIN diganti/);
	like($seen, qr/PIN rina: .*PIN baru: .*sekali lagi.*PIN diganti untuk : andi/s, 'asked for at the terminal');
	unlike($seen, qr/739214/, 'and not shown');
	like($typed->("'739214\\n' '739214\\n' '839214\\n'", '', qr/kedua berbeda/), qr/yang kedua berbeda/, 'the second must be the first');
	like($typed->("'\\003'", "; stty -a | grep -c -w -e -echo", qr/dibatalkan/), qr/dibatalkan\r\n0/, 'Ctrl-C gives up, and letters show again');
}

# --- wrong ones: four are free, then it waits, also for the right one; an admin's new PIN ends it
expect(2, qr/salah/, "wrong PIN $_", "user list $db --sebagai andi", "00000$_\n") for 1 .. 4;
expect(0, undef, 'a right one in between', "user list $db " . as('andi'));
expect(2, qr/salah/, "wrong again $_", "user list $db --sebagai andi", "00000$_\n") for 1 .. 4;
expect(4, qr/setelah 1 menit/, 'the fifth locks', "user list $db --sebagai andi", "000005\n");
expect(4, qr/setelah 1 menit/, 'the right one must wait too', "user list $db " . as('andi'));
expect(0, qr/terkunci sementara/, 'others do not', "user list $db " . as('rina'));
expect(0, undef, 'an admin opens', "user pin andi $db $pin " . as('rina'));
expect(0, undef, 'at once', "user list $db " . as('andi'));
expect(2, qr/tidak dikenal, dinonaktifkan, atau PIN-nya salah/, 'an unknown name is told nothing', "user list $db " . as('siapa'));

# --- leaving
expect(2, qr/--alasan/, 'disabling needs a reason', "user disable andi $db " . as('rina'));
expect(0, undef, 'disabled', "user disable andi --alasan 'mutasi dinas' $db " . as('rina'));
expect(2, qr/dinonaktifkan/, 'is not let in', "user list $db " . as('andi'));
expect(4, qr/sudah nonaktif/, 'once', "user disable andi --alasan 'mutasi dinas' $db " . as('rina'));
expect(2, qr/pengelola terakhir/, 'the last admin stays', "user disable rina --alasan 'mutasi dinas' $db " . as('rina'));
expect(0, undef, 'back', "user enable andi --alasan 'kembali bertugas' $db " . as('rina'));
expect(0, undef, 'and in', "user list $db " . as('andi'));

# --- the first one with the database
my $two = "--db $dir/dua.db --kunci $dir/kunci";
expect(0, undef, 'init with its admin', "init --admin kelola $two $pin");
expect(2, qr/--pin-baru/, 'an admin has a PIN', "init --admin kelola --db $dir/tiga.db --kunci $dir/kunci");
expect(0, qr/kelola .*admin .*aktif/, 'is there', "user list $two");
expect(2, qr/--sebagai/, 'and the next needs her', "user add andi --role sekda $two $pin");

# --- nothing of a PIN in the files; the event log tells
expect(0, qr/utuh/, 'verify', "verify $db");
my $bytes = join '', map { open my $f, '<:raw', $_ or die; local $/; <$f> } glob "$dir/kota.db*";
is(index($bytes, '739214'), -1, 'no PIN in the database');
cmp_ok(index($bytes, 'mutasi dinas'), '>', 0, 'the reason is');
done_testing();
