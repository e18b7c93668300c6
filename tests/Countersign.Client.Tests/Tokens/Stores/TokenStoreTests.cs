using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Stores;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.AspNetCore.DataProtection;
using Xunit;

namespace Countersign.Client.Tests.Tokens.Stores;

/// <summary>What every store promises: whoever writes knows what was there, and one at a time has the right to refresh.</summary>
public abstract class TokenStoreTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("tokens").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private protected SetClock Clock { get; } = new();

    private protected string Place => Path.Combine(_folder, "kept");

    private protected static TokenSeal Seal { get; } = new AesTokenSeal(new byte[AesTokenSeal.KeyLength]);

    private protected abstract ITokenStore Open();

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Gives_back_what_it_keeps()
    {
        var store = Open();
        var given = DateTimeOffset.UnixEpoch + TimeSpan.FromDays(20_000.5);
        var family = FamilyOf("r") with
        {
            Seed = "ab",
            Registration = new("client_secret_post", new("http://127.0.0.1:1/back")) { Secret = new("s"), SecretEnds = given },
            Tokens =
            [
                new(new("t"), given) { Lifetime = Minute, AskedScope = "a b", Resource = new("https://r.example/x"), Scope = "a", Type = "DPoP", KeyThumbprint = "k" },
                new(new("u"), given),
            ],
        };

        Assert.Null(await store.ReadAsync("api", Cancel));
        Assert.True(await store.TryReplaceAsync("api", null, family, Cancel));
        var kept = (await Again(store).ReadAsync("api", Cancel))!;

        Assert.Equal(("https://as.example/token", "app", "r", "ab"), (kept.Endpoint.AbsoluteUri, kept.ClientId, kept.RefreshToken!.Reveal(), kept.Seed));
        Assert.Equal(("client_secret_post", "http://127.0.0.1:1/back", "s", given), (kept.Registration!.Method, kept.Registration.RedirectUri.OriginalString, kept.Registration.Secret!.Reveal(), kept.Registration.SecretEnds!.Value));
        var (one, other) = (kept.Find(new() { Scope = "b a", Resource = new("https://r.example/x") })!, kept.Find(new())!);
        Assert.Equal(("t", given, Minute, "a", "DPoP", "k"), (one.Value.Reveal(), one.GivenAt, one.Lifetime!.Value, one.Scope, one.Type, one.KeyThumbprint));
        Assert.Equal(("u", "Bearer", null, null), (other.Value.Reveal(), other.Type, other.Lifetime, other.Scope));
        Assert.Null(kept.Find(new() { Scope = "c" }));
    }

    [Fact]
    public async Task Two_names_are_two_families()
    {
        var store = Open();
        await store.TryReplaceAsync("api", null, FamilyOf("one"), Cancel);
        await store.TryReplaceAsync("../api\nann", null, FamilyOf("two"), Cancel);

        Assert.Equal("one", await KeptAsync(store));
        Assert.Equal("two", (await store.ReadAsync("../api\nann", Cancel))!.RefreshToken!.Reveal());
    }

    [Fact]
    public async Task Nobody_overwrites_what_they_have_not_seen()
    {
        var (one, two) = Pair();
        await one.TryReplaceAsync("api", null, FamilyOf("r1"), Cancel);
        var seen = (await two.ReadAsync("api", Cancel))!.Version;

        Assert.True(await one.TryReplaceAsync("api", seen, FamilyOf("r2"), Cancel));
        Assert.False(await two.TryReplaceAsync("api", seen, FamilyOf("lost"), Cancel));
        Assert.False(await two.TryReplaceAsync("api", null, FamilyOf("lost"), Cancel));
        Assert.Equal("r2", await KeptAsync(one));
    }

    [Fact]
    public async Task What_was_there_before_is_another_version_when_it_comes_back() // A, B, A
    {
        var store = Open();
        await store.TryReplaceAsync("api", null, FamilyOf("a"), Cancel);
        var first = (await store.ReadAsync("api", Cancel))!.Version;
        await store.TryReplaceAsync("api", first, FamilyOf("b"), Cancel);
        await store.TryReplaceAsync("api", (await store.ReadAsync("api", Cancel))!.Version, FamilyOf("a"), Cancel);

        Assert.False(await store.TryReplaceAsync("api", first, FamilyOf("lost"), Cancel));
    }

    /// <summary>Whatever writers do in whatever order, the store does what a variable with compare-and-swap does.</summary>
    [Fact]
    public void Behaves_like_a_variable_with_compare_and_swap()
    {
        var places = 0;
        var property = Prop.ForAll(ArbMap.Default.ArbFor<(byte Writer, bool Reads)[]>(), steps =>
        {
            var (one, two) = Pair();
            var name = $"n{places++}";
            var (versions, seen, model, number) = (new string?[2], new int[2], 0, 0);
            foreach (var (writer, reads) in steps)
            {
                var (store, who) = writer % 2 == 0 ? (one, 0) : (two, 1);
                if (reads)
                {
                    var kept = store.ReadAsync(name, Cancel).AsTask().Result;
                    (versions[who], seen[who]) = (kept?.Version, model);
                    Assert.Equal(model == 0 ? null : $"{model}", kept?.RefreshToken!.Reveal());
                }
                else
                {
                    number++;
                    var isKept = store.TryReplaceAsync(name, versions[who], FamilyOf($"{number}"), Cancel).AsTask().Result;
                    Assert.Equal(seen[who] == model, isKept);
                    model = isKept ? number : model;
                }
            }
        });
        property.Check(Config.QuickThrowOnFailure.WithMaxTest(30));
    }

    [Fact]
    public async Task Of_many_who_write_at_once_none_is_lost()
    {
        var store = Open();
        await store.TryReplaceAsync("api", null, FamilyOf("0"), Cancel);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var own = Again(store);
            for (var i = 0; i < 10;)
            {
                var kept = (await own.ReadAsync("api", Cancel))!;
                var next = int.Parse(kept.RefreshToken!.Reveal(), System.Globalization.CultureInfo.InvariantCulture) + 1;
                if (await own.TryReplaceAsync("api", kept.Version, FamilyOf($"{next}"), Cancel))
                    i++;
            }
        })));

        Assert.Equal("80", await KeptAsync(store));
    }

    [Fact]
    public async Task One_at_a_time_has_the_right_to_refresh()
    {
        var (one, two) = Pair();
        var lease = await one.TryLeaseAsync("api", Minute, Cancel);

        Assert.NotNull(lease);
        Assert.Null(await two.TryLeaseAsync("api", Minute, Cancel));
        Assert.Null(await one.TryLeaseAsync("api", Minute, Cancel));
        await using (await two.TryLeaseAsync("other", Minute, Cancel))
            Assert.True(await two.TryReplaceAsync("api", null, FamilyOf("r"), Cancel)); // who signs in does not wait
        await lease.DisposeAsync();
        await using var next = await two.TryLeaseAsync("api", Minute, Cancel);
        Assert.NotNull(next);
    }

    private protected static TokenFamily FamilyOf(string refresh) => new(new("https://as.example/token"), "app") { RefreshToken = new(refresh) };

    private protected static async Task<string?> KeptAsync(ITokenStore store) => (await store.ReadAsync("api", Cancel))?.RefreshToken?.Reveal();

    /// <summary>The same store as another process opens it.</summary>
    private ITokenStore Again(ITokenStore store) => store is MemoryTokenStore ? store : Open();

    private (ITokenStore One, ITokenStore Two) Pair()
    {
        var one = Open();
        return (one, Again(one));
    }

    public sealed class InMemory : TokenStoreTests
    {
        private protected override ITokenStore Open() => new MemoryTokenStore();
    }

    public sealed class OnFile : TokenStoreTests
    {
        private protected override ITokenStore Open() => new FileTokenStore(Place, Seal);

        [Fact]
        public async Task Goes_on_when_somebody_has_removed_its_folder()
        {
            var store = Open();
            await store.TryReplaceAsync("api", null, FamilyOf("r"), Cancel);
            Directory.Delete(Place, recursive: true);

            Assert.Null(await store.ReadAsync("api", Cancel));
            await using var lease = await store.TryLeaseAsync("api", Minute, Cancel);
            Assert.NotNull(lease);
            Assert.True(await store.TryReplaceAsync("api", null, FamilyOf("r"), Cancel));
        }

        [Fact]
        public async Task Its_files_are_for_this_user_alone()
        {
            var store = Open();
            await store.TryReplaceAsync("api", null, FamilyOf("r"), Cancel);
            await using var lease = await store.TryLeaseAsync("api", Minute, Cancel);

            FileModes.AssertPrivate(Place);
            Assert.NotEmpty(Directory.GetFiles(Place));
            Assert.All(Directory.GetFiles(Place), FileModes.AssertPrivate);
        }

        [Fact]
        public async Task What_a_killed_writer_left_is_in_nobodys_way()
        {
            var store = Open();
            await store.TryReplaceAsync("api", null, FamilyOf("r"), Cancel);
            var half = Path.ChangeExtension(Directory.GetFiles(Place, "*.tokens")[0], ".new");
            await File.WriteAllTextAsync(half, "half", Cancel);

            Assert.Equal("r", await KeptAsync(store));
            Assert.True(await store.TryReplaceAsync("api", (await store.ReadAsync("api", Cancel))!.Version, FamilyOf("s"), Cancel));
            Assert.Equal("s", await KeptAsync(store));
        }
    }

    public sealed class OnSqlite : TokenStoreTests
    {
        private protected override ITokenStore Open() => new Countersign.Client.Stores.SqliteTokenStore(Place, Seal, Clock);

        [Fact]
        public async Task The_right_of_a_process_that_died_ends_by_itself()
        {
            var store = Open();
            var lost = await store.TryLeaseAsync("api", Minute, Cancel);
            Clock.Advance(Minute - TimeSpan.FromSeconds(1));
            Assert.Null(await store.TryLeaseAsync("api", Minute, Cancel));
            Clock.Advance(TimeSpan.FromSeconds(1));
            await using var taken = await store.TryLeaseAsync("api", Minute, Cancel);
            Assert.NotNull(taken);

            await lost!.DisposeAsync(); // it lives after all, and gives back nothing of another's

            Assert.Null(await store.TryLeaseAsync("api", Minute, Cancel));
        }

        [Fact]
        public async Task A_right_that_was_given_while_another_waited_for_the_file_is_not_taken_away()
        {
            var later = new SetClock();
            later.Advance(TimeSpan.FromSeconds(5)); // who looks at the clock first may be served last
            await using var lease = await new Countersign.Client.Stores.SqliteTokenStore(Place, Seal, later).TryLeaseAsync("api", Minute, Cancel);

            Assert.Null(await Open().TryLeaseAsync("api", Minute, Cancel));
        }

        [Fact]
        public async Task A_right_from_before_the_clock_was_set_back_does_not_last_for_ever()
        {
            var wrong = new SetClock();
            wrong.Advance(TimeSpan.FromDays(365));
            Assert.NotNull(await new Countersign.Client.Stores.SqliteTokenStore(Place, Seal, wrong).TryLeaseAsync("api", Minute, Cancel));

            Assert.NotNull(await Open().TryLeaseAsync("api", Minute, Cancel));
        }

        [Fact]
        public void Its_files_are_for_this_user_alone()
        {
            Open();
            FileModes.AssertPrivate(Place);
        }

        [Fact]
        public async Task Nothing_readable_lies_in_its_file()
        {
            await Open().TryReplaceAsync("somebody@example.org", null, FamilyOf("a-refresh-token"), Cancel);

            var octets = string.Concat(Directory.GetFiles(Path.GetDirectoryName(Place)!).Select(file => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(file))));
            Assert.All((string[])["a-refresh-token", "as.example", "somebody"], secret => Assert.DoesNotContain(secret, octets, StringComparison.Ordinal));
        }
    }

    public sealed class UnderDataProtection : TokenStoreTests
    {
        private readonly EphemeralDataProtectionProvider _keys = new();

        private protected override ITokenStore Open() => new FileTokenStore(Place, new Countersign.Client.Stores.DataProtectionTokenSeal(_keys));
    }
}
