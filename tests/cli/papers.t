# lindung papers RUN: what the database renders is byte by byte what the run wrote; a decree's papers carry its number.
use strict;
use warnings;
use File::Find;
use File::Temp qw(tempdir);
use Test::More;
use lib 'tests/tools';
use Baca;
use Rantai;

my $lindung = $ENV{LINDUNG} // 'build/lindung';
my $dir = tempdir(CLEANUP => 1);
$ENV{HOME} = $dir;
delete $ENV{LINDUNG_KUNCI};
my $key = "--kunci $dir/kunci";

sub lindung {
	my $out = `$lindung @_ 2>&1`;
	return ($? >> 8, $out);
}

sub expect {
	my ($want, $like, $name, @args) = @_;
	my ($code, $out) = lindung(@args);
	is($code, $want, $name) or diag $out;
	like($out, $like, "$name: says so") if $like;
	return $out;
}

sub bytes {
	my ($file) = @_;
	open my $in, '<:raw', $file or return "($file: $!)";
	local $/;
	my $text = <$in>;
	$text =~ s/,\s*"waktu": \{.*\z//s if $file =~ /ringkasan\.json$/; # times and memory are the only difference
	return $text;
}

sub files {
	my ($in) = @_;
	my @all;
	find({ no_chdir => 1, wanted => sub { push @all, substr $_, length($in) + 1 if -f } }, $in);
	return sort @all;
}

# Every file of `first` stands in `again`, equal; what else is there is returned.
sub same {
	my ($first, $again, $name) = @_;
	my %more = map { $_ => 1 } files($again);
	my @differ = grep { !delete $more{$_} || bytes("$first/$_") ne bytes("$again/$_") } files($first);
	is_deeply(\@differ, [], $name);
	return sort keys %more;
}

my ($code, $out) = lindung("sample $dir/kota --persons 12000 --proposals 400 --seed 11");
is($code, 0, 'a city') or diag $out;
my $lists = join ' ', map { "--usulan $_" } sort glob "$dir/kota/usulan*";
my $others = join ' ', "--desil $dir/kota/desil.csv", "--peserta $dir/kota/peserta.csv", "--tolak $dir/kota/tolak_asn.csv";
my %way = (
	petikan => "--dukcapil $dir/kota/dukcapil.csv --sk $dir/kota/sk_lama.csv",
	jawaban => "--hasil-padan $dir/kota/hasil_padan.xlsx",
);
# an open draw, ceilings and two funds: keys, shut-outs and neighbours of all kinds
open my $in, '<', "$dir/kota/program.yaml" or die;
my $yaml = join '', <$in>;
$yaml =~ s/penentu_nilai_sama: \S+/penentu_nilai_sama: acak_terbuka:undi-2025/ or die;
$yaml =~ s/pagu: \d+/pagu: 9000000/ or die;
$yaml .= "  - {kode: csr, nama: TJSL Bank, jenis: csr, pagu: 4000000}\nkuota: {total: 80, kelompok: {nelayan: 9}}\n";
open my $to, '>', "$dir/undi.yaml" or die;
print $to $yaml;
close $to;

for my $way ($ENV{LINDUNG_SANITIZED} ? "petikan" : sort keys %way) {
	for my $program ("$dir/kota/program.yaml", "$dir/undi.yaml") {
		my ($short) = $program =~ m{([^/]+)\.yaml$};
		my $name = "$way-$short";
		my $db = "--db $dir/$name.db $key";
		$out = expect(0, undef, "$name: a run", "run --program $program $lists $others $way{$way} --keluaran $dir/$name $db --tanggal 2025-04-30");
		my ($run) = $out =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/;
		expect(0, qr/$run/, "$name: its papers again", "papers $run $db --keluaran $dir/$name-lagi");
		same("$dir/$name", "$dir/$name-lagi", "$name: equal byte by byte");
		expect(0, undef, "$name: sound", "verify $db");
		$way{run} = $run if $name eq 'petikan-program';
	}
}

# --- missing papers; a folder that is not ours; names
my $db = "--db $dir/petikan-program.db $key";
my $run = delete $way{run};
unlink "$dir/petikan-program/cadangan.xlsx", glob "$dir/petikan-program/kembali/*disnaker*";
expect(0, undef, 'into the folder that lacks some', 'papers', lc $run, $db, "--keluaran $dir/petikan-program");
same("$dir/petikan-program-lagi", "$dir/petikan-program", 'they are there again');
expect(2, qr/bukan nama rancangan/, 'no name of a run', "papers tahap-1 $db --keluaran $dir/x");
expect(2, qr/0000-0000-0001 tidak ada/, 'no such run', "papers 0000-0000-0001 $db --keluaran $dir/x");
expect(3, qr/tidak ada|belum ada/, 'no such database', "papers $run --db $dir/tidak.db $key --keluaran $dir/x");
ok(!-e "$dir/x", 'and nothing is written');
expect(2, qr/bukan buatan Lindung/, 'a folder that is not ours', "papers $run $db --keluaran $dir/kota");

# --- per ward: every row once, in its own list's columns, and decided as before when it is sent again
my @wards = sort glob "$dir/petikan-program-lagi/kembali/kelurahan/*.xlsx";
my (%of, %office);
for my $file (@wards) {
	like($file, qr{/(?:73\.72\.\d\d\.\d{4}-[a-z-]+|tanpa-kode[a-z-]*)\.xlsx$}, 'named by code and name') if $file eq $wards[0];
	push @{ $of{ $_->{id_baris} } }, $_ for xlsx_objects($file);
}
for my $file (glob "$dir/petikan-program-lagi/kembali/*.xlsx") { $office{ $_->{id_baris} } = $_ for xlsx_objects($file) }
cmp_ok(scalar @wards, '>', 10, 'a file per ward');
is_deeply([ sort keys %of ], [ sort keys %office ], 'the wards have every row');
is(scalar(grep { @$_ != 1 } values %of), 0, 'once');
my @other = grep { my $id = $_; grep { ($of{$id}[0]{$_} // '') ne $office{$id}{$_} } qw(Hasil Keterangan) } keys %office;
is_deeply(\@other, [], 'with the same result as the offices have');
is(scalar(grep { my $id = $_; my %have = map { $_ => 1 } values %{ $of{$id}[0] }; grep { length && !$have{$_} } values %{ $office{$id} } } keys %office), 0,
	'and no cell of theirs is missing');
my $per_ward = join ' ', map { "--usulan '$_'" } @wards;
my $max = 60;
if (@wards <= $max) {
	expect(0, undef, 'sent again by the wards', "run --program $dir/kota/program.yaml $per_ward $others $way{petikan} --keluaran $dir/dari-kelurahan --tanggal 2025-04-30");
	my %again = map { $_->{id_baris} => $_ } map { xlsx_objects($_) } glob "'$dir/dari-kelurahan/kembali/'*.xlsx";
	my %count;
	$count{ $_->{Hasil} }++ for values %again;
	is_deeply(\%count, { map { $_->[0] => $_->[1] } grep { $_->[1] } map { [ $_, json_read("$dir/petikan-program/ringkasan.json")->{putusan}{$_} ] } qw(terpilih cadangan tinjau ditolak ganda) },
		'as many of each verdict');
}

# --- the comparison on one page says what its workbook says
my $page = pdf_text("$dir/petikan-program/perbandingan_sk.pdf");
my $sheets = () = $page =~ /\f/g;
is($sheets, 1, 'one page for the head of office');
for my $r ((xlsx_rows("$dir/petikan-program/perbandingan_sk.xlsx", 2))[ 1 .. 4 ]) {
	my ($name, @n) = @$r;
	$n[$_] = reverse join '.', unpack '(A3)*', reverse $n[$_] =~ s/^-//r for 0 .. $#n;
	like($page, qr/^\s*$name\s+\Q$n[0]\E\s+\Q$n[1]\E\s+\Q$n[2]\E\s+[+-]?\Q$n[3]\E\s*$/m, "the page: $name");
}

# --- two copies of the annex that agree row by row; a decree's papers carry its number
sub annex {
	my ($file) = @_;
	return grep { ($_->[1] // '') =~ /^\d{4}[\d*]{8}\d{4}$/ } xlsx_rows($file);
}

sub copies {
	my ($in, $name) = @_;
	my $sum = json_read("$in/ringkasan.json");
	my @archive = annex("$in/rancangan_sk_lampiran.xlsx");
	my @public  = annex("$in/lampiran_publik.xlsx");
	is(scalar @archive, $sum->{lampiran}{orang}, "$name: as many as the summary says");
	my @masked = map {
		my @r = @$_;
		$r[1] =~ s/^(\d{4})\d{8}/$1********/;
		$r[5] =~ s/^.*?(?=RT \d)//;
		splice @r, 4, 1;
		\@r
	} @archive;
	is_deeply(\@public, \@masked, "$name: the public copy is the archive's, masked, row by row");
	my $text = join "\n", map { join "\t", map { $_ // '' } @$_ } xlsx_rows("$in/lampiran_publik.xlsx");
	unlike($text, qr/\d{16}|desil|penghasilan|disabilitas|\bJL\b/i, "$name: nothing private in it");
	my $archive = pdf_text("$in/rancangan_sk_lampiran.pdf");
	my $public  = pdf_text("$in/lampiran_publik.pdf");
	is_deeply([ $archive =~ /^\s*(\d+)\s+(\d{16})\s/gm ], [ map { @$_[0, 1] } @archive ], "$name: PDF and workbook of the archive agree");
	is_deeply([ $public =~ /^\s*(\d+)\s+(\d{4}\*{8}\d{4})\s/gm ], [ map { @$_[0, 1] } @public ], "$name: and those of the public copy");
	unlike($public, qr/\d{16}|\d\d-\d\d-\d{4}|desil|\bJL\b/i, "$name: nothing private in the public PDF");
	like($archive, qr/\A\s*TERBATAS/, "$name: the archive is headed TERBATAS");
	my $pages = () = $public =~ /\f/g;
	is_deeply([ $public =~ /Halaman (\d+) dari $pages\b/g ], [ 1 .. $pages ], "$name: page x of y");
	is(() = $public =~ /Alamat \(RT\/RW/g, $pages, "$name: headings on each page");
	return ($archive, $public, $sum);
}
my ($archive, $public, $sum) = copies("$dir/petikan-program-lagi", 'draft');
like($_, qr/RANCANGAN, belum bernomor/, 'a draft says so') for $archive, $public;
open my $scan, '>', "$dir/sk.pdf" or die;
print $scan "%PDF-1.4 pindaian\n";
close $scan;
staff($db, $dir);
$out = expect(0, undef, 'once more, by somebody with a name', "run --program $dir/kota/program.yaml $lists $others $way{petikan} --keluaran $dir/bernama",
	"$db --tanggal 2025-04-30 --ulang 'penyusun bernama'", as_user('operator', $dir));
($run) = $out =~ /([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})/;
($code, my $told) = chain_to($run, 'ditetapkan', $db, $dir, issue => "--nomor 100.3.3.3/412/2025 --tanggal 2025-05-02 --berkas $dir/sk.pdf");
is($code, 0, 'the draft becomes a decree') or diag $told;
expect(0, qr/100\.3\.3\.3\/412\/2025/, 'its papers', "papers $run $db --keluaran $dir/sk " . as_user('hukum', $dir));
($archive, $public, $sum) = copies("$dir/sk", 'decree');
for ($archive, $public) {
	like($_, qr/NOMOR 100\.3\.3\.3\/412\/2025\s.*TANGGAL 2 MEI 2025/s, 'number and date');
	unlike($_, qr/RANCANGAN/, 'no draft any more');
}
is_deeply([ @{ $sum->{program} }{qw(nomor_sk tanggal_sk)} ], [ '100.3.3.3/412/2025', '2025-05-02' ], 'the summary has both');
my @changed = grep { !m{^(?:kembali/kelurahan|surat)/} && /\./ && bytes("$dir/sk/$_") ne bytes("$dir/bernama/$_") } files("$dir/sk");
is_deeply(\@changed, [qw(lampiran_publik.pdf lampiran_publik.xlsx rancangan_sk_lampiran.pdf rancangan_sk_lampiran.xlsx ringkasan.json)],
	'and nothing else has changed');
done_testing();
