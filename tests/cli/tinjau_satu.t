# Reviewing one by one: queue, pair, answers, undo, the next run takes them, the sheet says the same, verify and dump.
use strict;
use warnings;
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;

my $lindung = $ENV{LINDUNG} // 'build/lindung';
my $dir     = tempdir(CLEANUP => 1);
$ENV{HOME} = $dir;
delete $ENV{LINDUNG_KUNCI};
my $db = "--db $dir/kota.db";

sub lindung {
	my $out = join '', `$lindung @_ 2>&1`;
	return ($? >> 8, $out);
}

sub ok_run {
	my ($name, @args) = @_;
	my ($code, $out) = lindung(@args);
	is($code, 0, $name) or diag $out;
	return $out;
}

sub json {
	my ($name, @args) = @_;
	my $out = ok_run($name, @args, '--json', '2>/dev/null');
	return decode_json($out);
}

sub decided {
	my ($out) = @_;
	open my $in, '<', "$dir/$out/keputusan.csv" or die;
	my %row;
	my @head = split /,/, <$in>;
	while (my $line = <$in>) {
		my @cell = map { s/^"(.*)"$/$1/r } $line =~ /("(?:[^"]|"")*"|[^,]*)(?:,|\r?\n)/g;
		my %r;
		@r{@head} = @cell;
		$row{"$r{berkas},$r{baris}"} = \%r;
	}
	return \%row;
}

ok_run('a city', "sample $dir --persons 40000 --proposals 900 --seed 7");
my $lists = join ' ', map { "--usulan $_" } sort glob "$dir/usulan*";
my $args  = "run --program $dir/program.yaml $lists --dukcapil $dir/dukcapil.csv --desil $dir/desil.csv --peserta $dir/peserta.csv --tolak $dir/tolak_asn.csv $db";
ok_run('a run', "$args --keluaran $dir/satu");
my ($run) = json('drafts', "decree list $db")->{daftar}[0]{rancangan};
my $first = decided('satu');

my $queue = json('the queue', "review queue $run $db --banyak 500");
my %by;
push @{ $by{ $_->{jenis} } }, $_ for @{ $queue->{daftar} };
my $waiting = grep { $_->{putusan} eq 'tinjau' || $_->{syarat} } values %$first;
is($queue->{baris}, $waiting, 'everything that waits is in it');
is(scalar @{ $queue->{daftar} }, $waiting, 'and listed');
my @card = @{ $by{'NIK perlu dikonfirmasi'} };
my @dead = @{ $by{'kematian perlu dipastikan'} };
cmp_ok(scalar @card, '>=', 4, 'NIKs to confirm') or BAIL_OUT('the sample has changed');
cmp_ok(scalar @dead, '>=', 3, 'deaths to confirm') or BAIL_OUT('the sample has changed');

my $pair = json('a pair', "review show $run $card[0]{no} $db");
is($pair->{banding}[0]{bidang}, 'NIK', 'field by field');
isnt($pair->{banding}[0]{usulan}, $pair->{banding}[0]{kandidat}, 'the NIK differs');
my $sum = 0;
$sum += $_->{bobot} for @{ $pair->{bukti} };
ok(abs($sum - $pair->{bobot}) < 0.0005, 'the evidence adds up') or diag "$sum, $pair->{bobot}";
like(join(' ', map { $_->{bukti} } @{ $pair->{bukti} }), qr/nama|tanggal lahir/, 'in words');

# What stands for the registry is the registry's, and what was only typed does not.
my %registered;
{
	open my $in, '<', "$dir/dukcapil.csv" or die;
	chomp(my $head = <$in>);
	my @head = split /,/, $head;
	while (my $line = <$in>) {
		chomp $line;
		my %r;
		@r{@head} = map { s/^"(.*)"$/$1/r } $line =~ /("(?:[^"]|"")*"|[^,]*)(?:,|$)/g;
		$registered{ $r{nik} } = \%r;
	}
}
my ($compared, $wrong, $told) = (0, '', '');
for my $c (@card[0 .. (@card > 12 ? 11 : $#card)]) {
	my $p = json("pair $c->{no}", "review show $run $c->{no} $db");
	my $row = json("row $c->{no}", "row show $run $c->{no} $db");
	my $is = $registered{ $p->{nik_kandidat} };
	for my $f (@{ $p->{banding} }) {
		my $column = { 'Pekerjaan' => 'pekerjaan', 'No. KK' => 'no_kk', 'Nama ibu' => 'nama_ibu', 'Tempat lahir' => 'tempat_lahir' }->{ $f->{bidang} } or next;
		$compared++;
		$wrong .= "$c->{no}: $f->{bidang} $f->{kandidat}, registry $is->{$column}\n" if lc $f->{kandidat} ne lc $is->{$column};
	}
	my %origin = map { $_->{isian} => $_ } @{ $row->{isian} };
	$told .= "$c->{no}: $origin{Pekerjaan}{asal}\n" if $origin{Pekerjaan} && $origin{Pekerjaan}{asal} ne 'usulan';
	$told .= "$c->{no}: KTP $origin{'Pekerjaan pada KTP'}{nilai}\n" if lc($origin{'Pekerjaan pada KTP'}{nilai} // '') ne lc $is->{pekerjaan};
}
cmp_ok($compared, '>', 10, 'pairs whose registry side is looked at');
is($wrong, '', 'the registry side is the registry\'s own');
is($told, '', 'a row says which occupation is whose');

sub answer {
	my ($name, $no, $what, $more) = @_;
	return ok_run($name, "review answer $run $no $what --dasar 'KTP dilihat di kelurahan' $db " . ($more // ''));
}
my ($code, $out) = lindung("review answer $run $card[0]{no} TOLAK $db");
is($code, 2, 'no answer without its ground') or diag $out;
answer('the person', $card[0]{no}, $pair->{nik_kandidat});
answer('refused', $card[1]{no}, 'TOLAK');
answer('refused, too', $card[2]{no}, 'TOLAK');
like(answer('taken back', $card[2]{no}, 'URUNG'), qr/Menggantikan jawaban\s*: TOLAK/, 'it says what it replaces');
answer('dead', $dead[0]{no}, 'MENINGGAL');
answer('alive', $dead[1]{no}, 'HIDUP');
($code, $out) = lindung("review answer $run $card[1]{no} $pair->{nik_kandidat} --dasar 'keliru tadi' --terakhir 0 $db");
is($code, 4, 'an answer that was not seen is not overruled') or diag $out;
my $left = json('the queue again', "review queue $run $db");
is($left->{dijawab}, 4, 'four hold');
is($left->{sisa}, $waiting - 4, 'the rest waits');
unlike(ok_run('rows of it', "review queue $run $db --keadaan dijawab"), qr/^\s*$card[2]{no}\s/m, 'what was taken back is open');

# The sheet, on a run without this database, and the next run with it: the same decisions.
ok_run('the sheet', "review export $run --berkas $dir/tinjau.xlsx $db");
(my $bare = $args) =~ s/ --db \S+//;
ok_run('from the sheet', "$bare --tinjauan $dir/tinjau.xlsx --keluaran $dir/lembar");
ok_run('the next run', "$args --keluaran $dir/dua --ulang 'jawaban peninjau'");
my ($sheet, $second) = (decided('lembar'), decided('dua'));
is_deeply([ map { "$_ $second->{$_}{putusan} $second->{$_}{syarat}" } sort keys %$second ],
	[ map { "$_ $sheet->{$_}{putusan} $sheet->{$_}{syarat}" } sort keys %$sheet ], 'both ways decide alike');
my $again = json('the new draft', "decree list $db")->{daftar}[0]{rancangan};
isnt($again, $run, 'another draft');

sub verdict {
	my ($r, $no) = @_;
	my $p = json("row $no", "review show $r $no $db");
	return "$p->{berkas},$p->{baris}";
}
my $at = verdict($run, $card[0]{no});
is($second->{$at}{syarat}, '', 'the confirmed NIK waits no longer');
is($second->{ verdict($run, $card[1]{no}) }{putusan}, 'ditolak', 'the refused is refused');
is($second->{ verdict($run, $card[2]{no}) }{syarat}, 'konfirmasi_nik', 'what was taken back waits');
is($second->{ verdict($run, $dead[0]{no}) }{putusan}, 'ditolak', 'the dead is refused');
is($second->{ verdict($run, $dead[1]{no}) }{putusan}, 'tinjau', 'who lives is asked about until the registry is right');
($code, $out) = lindung("review answer $run $card[3]{no} TOLAK --dasar 'terlambat sekali' $db");
is($code, 4, 'the replaced draft takes no more answers');
like($out, qr/diganti/, 'and says why');

ok_run('the card of accuracy', "review accuracy $again $db");
like(ok_run('verify', "verify $db"), qr/utuh/, 'untouched');
ok_run('dump', "dump $db --keluaran $dir/isi.txt");
open my $dump, '<', "$dir/isi.txt" or die;
my $text = do { local $/; <$dump> };
like($text, qr/^# review_answer: 6$/m, 'six answers in the dump');
like($text, qr/nik=$pair->{nik_kandidat}/, 'opened there');
done_testing();
