# Pemadanan and Program & kuota in the browser: the queue, a pair, answers by plain forms, the chain's steps as buttons,
# pages of rows with filters in the address; who may not, does not.
use strict;
use warnings;
use JSON::PP;
use Test::More;
use lib 'tests/tools';
use Perintah;
use Web;

my $db = "$dir/kota.db";
expect(0, undef, 'a city', "sample $dir/kota --persons 20000 --proposals 500 --seed 7");
# Forty families of which two are proposed: one without a NIK, which is then asked for.
{
	my ($head, %card);
	open my $in, '<', "$dir/kota/dukcapil.csv" or die;
	chomp($head = <$in>);
	my @head = split /,/, $head;
	while (my $line = <$in>) {
		chomp $line;
		my %r;
		@r{@head} = map { s/^"(.*)"$/$1/r } $line =~ /("(?:[^"]|"")*"|[^,]*)(?:,|$)/g;
		push @{ $card{ $r{no_kk} } }, \%r if $r{status} eq 'HIDUP' && $r{tanggal_lahir} =~ /19[6-9]\d/ && $r{kode_wilayah} =~ /^73\.72/;
	}
	open my $out, '>', "$dir/kota/usulan_keluarga.csv" or die;
	print $out "nik,nama,tanggal_lahir,no_kk,alamat,kelurahan,kecamatan,pekerjaan,hubungan_kerja,penghasilan,tanggal_usulan\n";
	my @pairs = grep { @{ $card{$_} } > 1 } sort keys %card;
	for my $card (@pairs[0 .. 39]) {
		my ($one, $other) = @{ $card{$card} };
		print $out join(',', $_ == $one ? '' : $_->{nik}, $_->{nama}, $_->{tanggal_lahir}, $card, $_->{alamat}, $_->{kelurahan}, $_->{kecamatan}, 'Nelayan', 'TANPA', 900000, '01-02-2025'), "\n" for $one, $other;
	}
	close $out;
}
my $lists = join ' ', map { "--usulan $_" } sort glob "$dir/kota/usulan*";
expect(0, undef, 'a run', "run --program $dir/kota/program.yaml $lists --dukcapil $dir/kota/dukcapil.csv --desil $dir/kota/desil.csv --peserta $dir/kota/peserta.csv --tolak $dir/kota/tolak_asn.csv --db $db --keluaran $dir/satu");
`printf '482913\n' | $lindung user add rina.kelola --role admin --db $db 2>&1`;
`printf '482913\n' > $dir/pin; chmod 600 $dir/pin`;
my %role = ('ani.opd' => 'operator_opd', 'budi.opd' => 'operator_opd', 'bapak.bpkad' => 'bpkad');
my $pin = 604271;
my %pin;
for my $name (sort keys %role) {
	$pin{$name} = $pin++;
	`printf '482913\n$pin{$name}\n' | $lindung user add $name --role $role{$name} --db $db --sebagai rina.kelola 2>&1`;
	is($?, 0, "user $name");
}
my $web = Web->start($lindung, $db);
ok($web->{port}, 'a server') or BAIL_OUT($web->said);
is($web->get('/pemadanan')->{status}, 303, 'nobody sees it without signing in');
my ($ani, $budi, $bpkad) = ($web, $web->other, $web->other);
is($ani->sign_in('ani.opd', $pin{'ani.opd'})->{status}, 303, 'ani');
is($budi->sign_in('budi.opd', $pin{'budi.opd'})->{status}, 303, 'budi');
is($bpkad->sign_in('bapak.bpkad', $pin{'bapak.bpkad'})->{status}, 303, 'bpkad');

my ($run) = decode_json($ani->get('/api/v1/decree/list')->{content})->{daftar}[0]{rancangan};
my $page = $ani->get('/pemadanan')->{content};
like($page, qr{href="/pemadanan/$run"}, 'the draft, with a link to its queue');
unlike($bpkad->get('/pemadanan')->{content}, qr{href="/pemadanan/$run"}, 'not for who may not review');
is($bpkad->get("/pemadanan/$run")->{status}, 403, 'nor the queue');
$page = $ani->get("/pemadanan/$run");
is($page->{status}, 200, 'the queue') or diag $page->{content};
my ($no) = $page->{content} =~ m{href="/pemadanan/$run/baris/(\d+)"};
ok($no, 'has rows');
is($ani->get("/pemadanan/7K3M-9QWP-2XTA")->{status}, 404, 'a draft that is not there');

# Family: who else of the card was proposed, for whoever may see people; the index of people is made by the server, after it began.
{
	my ($family, %seen);
	for (1 .. 100) {
		for my $at (1 .. 580) {
			next if $seen{$at} && !$seen{$at}{family};
			my $html = $ani->get("/pemadanan/$run/baris/$at")->{content};
			$seen{$at} = { family => $html =~ /usulan_keluarga\.csv/ ? 1 : 0 };
			next unless $html =~ /usulan_keluarga\.csv/;
			($family) = $html =~ m{<caption>Satu kartu keluarga(.*?)</table>}s;
			is(() = $family =~ /<tr><th scope="row">/g, 2, 'the two of one family card') if $family;
			last if $family;
		}
		last if $family;
		select undef, undef, undef, 0.3;
	}
	ok($family, 'a pair shows its family');
	like($family, qr{/peserta/[0-9A-Z-]+}, 'with a page for each');
	unlike($family, qr/\d{16}/, 'numbers are masked');
}

# Taking and answering, by forms alone.
my %form = ('Content-Type' => 'application/x-www-form-urlencoded');
sub hidden { my ($html, $form) = @_; my ($f) = $html =~ m{(<form method="post" action="\Q$form\E".*?</form>)}s or return; return { $f =~ /type="hidden" name="([^"]+)" value="([^"]*)"/g }; }
my $fields = hidden($page->{content}, "/pemadanan/$run/ambil");
my $r = $ani->request('POST', "/pemadanan/$run/ambil", headers => \%form, body => Web::form([ %$fields ]));
is($r->{status}, 303, 'taken') or diag $r->{content};
my ($mine) = $r->{headers}{location} =~ m{/baris/(\d+)};
$fields = hidden($budi->get("/pemadanan/$run")->{content}, "/pemadanan/$run/ambil");
$r = $budi->request('POST', "/pemadanan/$run/ambil", headers => \%form, body => Web::form([ %$fields ]));
my ($his) = $r->{headers}{location} =~ m{/baris/(\d+)};
isnt($his, $mine, 'two get two rows');
$page = $budi->get("/pemadanan/$run/baris/$mine");
is($page->{status}, 200, 'a pair') or diag $page->{content};
like($page->{content}, qr/Sedang dilihat ani\.opd/, 'who looks at it');
like($page->{content}, qr/<mark>/, 'differing letters are marked');
like($page->{content}, qr/<svg /, 'bars');
like($page->{content}, qr/data-key="p"/, 'keys');
unlike($page->{content}, qr/ style=| onclick=|<script(?! src)/, 'nothing inline');
cmp_ok(length $page->{content}, '<', 30000, 'a page within bounds');

my $open = hidden($ani->get("/pemadanan/$run/baris/$mine")->{content}, "/pemadanan/$run/baris/$mine");
my $his_open = hidden($page->{content}, "/pemadanan/$run/baris/$mine");
$r = $ani->request('POST', "/pemadanan/$run/baris/$mine", headers => \%form, body => Web::form([ %$open, jawaban => 'TOLAK', dasar => 'tidak dikenal RT' ]));
is($r->{status}, 303, 'answered') or diag $r->{content};
like($r->{headers}{location}, qr{^/pemadanan/$run/baris/\d+\?acuan=}, 'and on to the next, with a reference');
my $again = $ani->request('POST', "/pemadanan/$run/baris/$mine", headers => \%form, body => Web::form([ %$open, jawaban => 'TOLAK', dasar => 'tidak dikenal RT' ]));
is($again->{status}, 303, 'posted twice');
$r = $budi->request('POST', "/pemadanan/$run/baris/$mine", headers => \%form, body => Web::form([ %$his_open, jawaban => 'HIDUP', dasar => 'dilihat di rumahnya' ]));
is($r->{status}, 409, 'what was not seen is not overruled') or diag $r->{content};
$page = $budi->get("/pemadanan/$run/baris/$mine")->{content};
like($page, qr/Jawaban sekarang: <b>TOLAK<\/b> · ani\.opd/, 'he sees hers');
is(() = $page =~ /tidak dikenal RT/g, 1, 'once, though it was posted twice');
$his_open = hidden($page, "/pemadanan/$run/baris/$mine");
$r = $budi->request('POST', "/pemadanan/$run/baris/$mine", headers => \%form, body => Web::form([ %$his_open, jawaban => 'URUNG', dasar => 'salah baca' ]));
is($r->{status}, 303, 'undone') or diag $r->{content};
like($ani->get("/pemadanan/$run/ketelitian")->{content}, qr/Ambang dan akibatnya/, 'the card of accuracy');

# Program & kuota
$page = $bpkad->get('/rancangan');
like($page->{content}, qr{href="/rancangan/$run"}, 'drafts');
$page = $bpkad->get("/rancangan/$run")->{content};
like($page, qr/terpilih/, 'a draft') or diag $page;
unlike($page, qr{action="/rancangan/$run/verifikasi"}, 'without the step that he may not take');
$page = $bpkad->get("/rancangan/$run/baris?putusan=ditolak");
is($page->{status}, 200, 'rows') or diag $page->{content};
my ($row) = $page->{content} =~ m{/baris/(\d+)">};
unlike($page->{content}, qr/\b\d{16}\b/, 'NIKs are masked');
my ($next) = $page->{content} =~ m{rel="next" href="([^"]+)"};
if ($next) { $next =~ s/&amp;/&/g; is($bpkad->get($next)->{status}, 200, 'the next page'); }
$page = $bpkad->get("/rancangan/$run/baris/$row");
is($page->{status}, 200, 'a row') or diag $page->{content};
unlike($page->{content}, qr/\b\d{16}\b/, 'masked as well');
is($bpkad->get("/rancangan/$run/baris/99999")->{status}, 404, 'a row that is not there');
is($bpkad->get("/rancangan/$run/peringkat?cadangan=ya")->{status}, 200, 'the reserve');
is($bpkad->get("/rancangan/$run/kenapa")->{status}, 200, 'why, not asked yet');
like($bpkad->get("/rancangan/$run/kenapa?orang=$row")->{content}, qr/Baris lengkap/, 'why, answered');
like($bpkad->get("/rancangan/$run/kenapa?orang=TIDAK%20ADA%20ORANG")->{content}, qr/tidak memuat orang itu/, 'why, nobody');
my ($code) = $web->stop;
is($code, 0, 'it ends well');
expect(0, qr/utuh/, 'verify', "verify --db $db");
done_testing();
