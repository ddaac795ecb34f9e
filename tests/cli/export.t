# A database moved from file to PostgreSQL and back, and as text: counts, sums, refusals, nothing lost, nothing told.
use strict;
use warnings;
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;
use lib 'tests/tools';
use Pg;

my $lindung = $ENV{LINDUNG} // 'build/lindung';
my $pg = Pg->shared or plan skip_all => 'PostgreSQL is not installed';
my $dir = tempdir(CLEANUP => 1);
$ENV{HOME} = $dir;
delete $ENV{LINDUNG_KUNCI};

sub lindung { my $out = `$lindung @_ 2>&1`; return ($? >> 8, $out) }

sub expect {
	my ($want, $like, $name, @args) = @_;
	my ($code, $out) = lindung(@args);
	is($code, $want, $name) or diag $out;
	like($out, $like, "$name: says so") if $like;
	return $out;
}
sub slurp { open my $fh, '<:raw', $_[0] or return "$_[0]: $!"; local $/; return scalar <$fh> }

my $n = 0;
sub fresh { return $pg->url("uji_export_$$" . '_' . $n++) }
sub text_of {
	my ($db, $name) = @_;
	expect(0, undef, "$name as text", "dump --db '$db' --keluaran $dir/$name.txt");
	return slurp("$dir/$name.txt");
}

lindung("sample $dir/kota --persons 8000 --proposals 300 --seed 7");
my $lists = "--program $dir/kota/program.yaml " . join ' ', map { "--usulan $dir/kota/$_" } qw(usulan_dinas_perikanan.csv usulan_dinas_pertanian.csv usulan_disnaker.xlsx);
my $run = "run $lists --dukcapil $dir/kota/dukcapil.csv --desil $dir/kota/desil.csv --peserta $dir/kota/peserta.csv --tolak $dir/kota/tolak_asn.csv --threads 1";
my ($file, $server) = ("$dir/asal.db", fresh());

expect(3, qr/tidak ada/, 'nothing to move', "export --db $dir/tidak.db --to $dir/x.db");
expect(0, undef, 'a run in a file', "$run --keluaran $dir/a --db $file");
expect(0, undef, 'the same run in PostgreSQL', "$run --keluaran $dir/b --db '$server'");
for my $paper (sort map { s{.*/}{}r } glob "$dir/a/*") {
	next if -d "$dir/a/$paper" || $paper eq 'ringkasan.json';
	is(system('cmp', '-s', "$dir/a/$paper", "$dir/b/$paper"), 0, "$paper is the same with either engine");
}
my $out = expect(4, qr/sudah masuk program dan tahap ini/, 'the list is known there too', "$run --keluaran $dir/c --db '$server'");
unlike($out, qr/uji\@.*:.*\@/, 'no password');

# what chance and the clock gave apart, both hold the same
sub without_chance {
	my ($text) = @_;
	my (@out, $table, %at, @drop);
	for (split /\n/, $text) {
		if (/^# (\w+)/) { ($table, %at) = ($1); push @out, $_; next }
		my @c = split /\t/, $_, -1;
		if (!%at) { %at = map { $c[$_] => $_ } 0 .. $#c; push @out, $_; next }
		$c[ $at{$_} ] = '*' for grep { exists $at{$_} } qw(at_ms salt hash previous root digest made_ms pin_ms);
		$c[ $at{id} ] = '*' if $table eq 'event';
		$c[ $at{event} ] = '*' if exists $at{event};
		$c[ $at{request} ] = '*' if $table eq 'event';
		s{$dir/[ab]}{DIR}g for @c;
		push @out, join "\t", @c;
	}
	return join "\n", @out;
}
my ($in_file, $in_server) = (text_of($file, 'berkas'), text_of($server, 'peladen'));
cmp_ok(length $in_file, '>', 100_000, 'the text holds something');
like($in_file, qr/\tnik_usulan=\d{16}\|/, 'what is personal is open in it');
is((stat "$dir/berkas.txt")[2] & 0777, 0600, 'and it is its owner\'s alone');
ok(without_chance($in_file) eq without_chance($in_server), 'a run leaves the same rows in either engine')
  or system('diff', map { my $f = "$dir/d$_"; open my $fh, '>', $f; print $fh without_chance($_ ? $in_server : $in_file); close $fh; $f } 0, 1);

# there and back
my $there = fresh();
my $moved = decode_json(expect(0, undef, 'file to PostgreSQL', "export --db $file --to '$there' --json"));
my %rows = map { $_->{tabel} => $_ } @{ $moved->{tabel} };
is($rows{run_row}{baris}, 300, 'each row was counted');
is(scalar(grep { $_->{sidik_asal} ne $_->{sidik_tujuan} } values %rows), 0, 'both ends have the same sums');
is($pg->psql("SELECT count(*) FROM uji_export_$$" . '_1.run_row'), 300, 'and they are there');
expect(0, qr/utuh/, 'it verifies there', "verify --db '$there'");
expect(0, undef, 'PostgreSQL to file', "export --db '$there' --to $dir/kembali.db");
expect(0, qr/utuh/, 'it verifies back', "verify --db $dir/kembali.db");
ok(text_of($there, 'di_sana') eq $in_file, 'the text of the copy is the text of the original');
ok(text_of("$dir/kembali.db", 'kembali') eq $in_file, 'and back again');
my $order = decode_json(expect(0, undef, 'from one PostgreSQL to another', "export --db '$there' --to '" . fresh() . "' --json"));
is_deeply([ map { "$_->{tabel} $_->{sidik_asal}" } @{ $order->{tabel} } ], [ map { "$_->{tabel} $_->{sidik_tujuan}" } @{ $moved->{tabel} } ], 'the sums do not depend on the engine');

# refusals leave all as it was
expect(4, qr/sudah berisi data/, 'into what is full', "export --db $file --to '$there'");
expect(4, qr/sudah berisi data/, 'into a file that is full', "export --db '$there' --to $file");
ok(text_of($file, 'tetap') eq $in_file, 'which is as it was');
expect(4, qr/sudah ada/, 'a text is never written over', "dump --db $file --keluaran $dir/berkas.txt");
expect(2, qr/hanya untuk tujuan PostgreSQL/, 'a role for a file', "export --db $file --to $dir/y.db --peran x");
expect(2, qr/belum ada di PostgreSQL/, 'a role that is not there', "export --db $file --to '" . fresh() . "' --peran tidak_ada_$$");
expect(3, qr/tidak dapat dihubungi/, 'nobody answers', "export --db $file --to postgresql://x:rahasia\@127.0.0.1:1/y");
my (undef, $said) = lindung("export --db $file --to postgresql://x:rahasia\@127.0.0.1:1/y");
unlike($said, qr/rahasia/, 'the password is not told');
expect(3, undef, 'a folder that is not there', "export --db '$there' --to $dir/tidak/ada.db");
{
	my $half = fresh();
	$pg->psql("SET search_path = uji_export_$$" . '_' . ($n - 1) . '; CREATE TABLE punya_orang (a integer)');
	expect(2, qr/bukan basis data Lindung/, 'somebody else\'s tables', "export --db $file --to '$half'");
	is($pg->psql("SELECT count(*) FROM pg_tables WHERE schemaname = 'uji_export_$$" . '_' . ($n - 1) . "'"), 1, 'stay alone');
}
$pg->psql("DROP SCHEMA uji_export_$$" . "_$_ CASCADE") for 0 .. $n - 1;
done_testing();
