using Countersign.AspNetCore.Stores;
using Countersign.Ports;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Countersign.Tokens;
using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores;

public abstract class RevocationStoreTests(StoreHome home) : IDisposable
{
    private const string Here = "https://login.example";
    private const string There = "https://elsewhere.example";
    private static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly SetClock _clock = new(Noon);

    public void Dispose()
    {
        home.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [InlineData(RevocationKind.Id, "j")]
    [InlineData(RevocationKind.Session, "s")]
    [InlineData(RevocationKind.Subject, "a")]
    public void Means_tokens_by_a_name_of_its_issuer_alone(RevocationKind kind, string value)
    {
        using var revocations = new RevocationStore(home.Open(), _clock);
        Assert.Null(revocations.Find(Token()));

        revocations.Add(new(kind, value) { Issuer = Here });

        Assert.NotNull(revocations.Find(Token()));
        Assert.Null(revocations.Find(Token(There)));
        Assert.Null(revocations.Find(Token() with { Id = "J", Session = "S", Subject = "A" }));
        Assert.Null(revocations.Find(Token() with { Id = null, Session = null, Subject = null }));
    }

    [Theory]
    [InlineData(RevocationKind.Id, "j")]
    [InlineData(RevocationKind.Session, "s")]
    [InlineData(RevocationKind.Subject, "a")]
    public void Means_every_issuers_tokens_when_none_is_named(RevocationKind kind, string value)
    {
        using var revocations = new RevocationStore(home.Open(), _clock);

        revocations.Add(new(kind, value));

        Assert.NotNull(revocations.Find(Token()));
        Assert.NotNull(revocations.Find(Token(There)));
    }

    [Fact]
    public void Means_a_token_by_its_hash_or_by_that_of_its_twin()
    {
        using var revocations = new RevocationStore(home.Open(), _clock);

        revocations.Add(new(RevocationKind.Token, Hex("one")) { Twin = Hex("other") });

        Assert.NotNull(revocations.Find(Token(text: "one")));
        Assert.NotNull(revocations.Find(Token(text: "other")));
        Assert.Null(revocations.Find(Token(text: "third")));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(-1.0, true)]
    [InlineData(0.0, true)]
    [InlineData(0.999, true)]      // in the second of the revocation, nobody knows which was first
    [InlineData(1.0, false)]
    [InlineData(60.0, false)]
    public void Leaves_alone_what_was_made_for_a_subject_after_the_second_of_its_revocation(double? seconds, bool isRevoked)
    {
        _clock.Now = Noon.AddMilliseconds(250);
        using var revocations = new RevocationStore(home.Open(), _clock);

        revocations.Add(new(RevocationKind.Subject, "a") { Issuer = Here });

        DateTimeOffset? issuedAt = seconds is { } after ? Noon.AddSeconds(after) : null;
        Assert.Equal(isRevoked, revocations.Find(Token() with { IssuedAt = issuedAt }) is not null);
    }

    [Fact]
    public void Finds_the_later_of_a_subjects_revocations_whoever_its_issuer_is()
    {
        using var revocations = new RevocationStore(home.Open(), _clock);
        revocations.Add(new(RevocationKind.Subject, "a") { Issuer = Here });
        _clock.Now = Noon.AddHours(1);
        revocations.Add(new(RevocationKind.Subject, "a"));

        Assert.NotNull(revocations.Find(Token() with { IssuedAt = Noon.AddMinutes(30) }));
        Assert.Null(revocations.Find(Token() with { IssuedAt = Noon.AddMinutes(61) }));
    }

    [Fact]
    public void Revoking_again_renews_and_never_shortens()
    {
        using var revocations = new RevocationStore(home.Open(), _clock);
        var first = revocations.Add(new(RevocationKind.Subject, "a") { Until = Noon.AddDays(90), Reason = "left" });
        _clock.Now = Noon.AddHours(1);

        var second = revocations.Add(new(RevocationKind.Subject, "a") { Until = Noon.AddDays(1) });

        Assert.Equal(first with { Created = Noon.AddHours(1) }, second);
        Assert.Equal(second, Assert.Single(revocations.List()));
        Assert.Null(revocations.Add(new(RevocationKind.Subject, "a")).Until);
        Assert.Null(revocations.Add(new(RevocationKind.Subject, "a") { Until = Noon.AddDays(1) }).Until);
        Assert.Equal(2, new[] { first.Id, revocations.Add(new(RevocationKind.Subject, "a") { Issuer = Here }).Id }.Distinct().Count());
    }

    [Fact]
    public async Task Counts_at_once_here_and_within_a_second_in_another_process_and_so_does_its_undoing()
    {
        using var here = new RevocationStore(home.Open(), _clock);
        using var there = new RevocationStore(home.Open(), _clock);

        var added = here.Add(new(RevocationKind.Session, "s"));
        Assert.NotNull(here.Find(Token()));
        Assert.True(await Eventually.IsSoWithinAsync(1, () => there.Find(Token()) is not null));

        Assert.True(here.Undo(added.Id));
        Assert.Null(here.Find(Token()));
        Assert.True(await Eventually.IsSoWithinAsync(1, () => there.Find(Token()) is null));
        Assert.False(here.Undo(added.Id));
    }

    [Fact]
    public void Forgets_what_is_past_its_term_and_nothing_else()
    {
        using var revocations = new RevocationStore(home.Open(), _clock);
        revocations.Add(new(RevocationKind.Id, "short") { Until = Noon.AddDays(1) });
        revocations.Add(new(RevocationKind.Id, "long") { Until = Noon.AddDays(2) });
        revocations.Add(new(RevocationKind.Id, "for good"));

        _clock.Now = Noon.AddDays(1);
        revocations.Forget();

        Assert.Equal(["long", "for good"], revocations.List().Select(revocation => revocation.Value));
        Assert.Null(revocations.Find(Token() with { Id = "short" }));
    }

    [Fact]
    public void Numbers_are_not_given_twice()
    {
        using var revocations = new RevocationStore(home.Open(), _clock);
        var gone = revocations.Add(new(RevocationKind.Id, "j"));
        revocations.Undo(gone.Id);

        Assert.NotEqual(gone.Id, revocations.Add(new(RevocationKind.Id, "j")).Id);
    }

    [Fact]
    public void Tells_the_operator_which_revocation_it_was_and_nothing_of_the_token()
    {
        using var revocations = new RevocationStore(home.Open(), _clock);
        revocations.Add(new(RevocationKind.Session, "s3cr3t-session") { Reason = "laptop lost" });

        var told = revocations.Find(Token() with { Session = "s3cr3t-session" });

        Assert.Equal("revocation 1 of 2030-01-02 12:00:00Z means its session: laptop lost", told);
    }

    [Fact]
    public void Allocates_nothing_whether_something_is_found_or_not()
    {
        using var revocations = new RevocationStore(home.Open(), _clock);
        foreach (var kind in new[] { RevocationKind.Id, RevocationKind.Session, RevocationKind.Subject })
            revocations.Add(new(kind, "other"));
        revocations.Add(new(RevocationKind.Token, Hex("other")));
        revocations.Add(new(RevocationKind.Subject, "found"));
        var (clean, revoked) = (Token(), Token() with { Subject = "found" });
        for (var i = 0; i < 1000; i++)
            _ = (revocations.Find(clean), revocations.Find(revoked));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            _ = (revocations.Find(clean), revocations.Find(revoked));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    [Fact]
    public void Is_not_relied_on_while_a_row_cannot_be_read()
    {
        var clock = new StoppedClock();
        var store = home.Open(clock);
        using var revocations = new RevocationStore(store, _clock);
        revocations.Add(new(RevocationKind.Id, "j"));
        Assert.True(revocations.IsReadable);

        home.Run("INSERT INTO revocations (kind, value, created) VALUES ('colour', 'x', 0)");
        store.Poll();
        clock.Move(5000);

        Assert.False(revocations.IsReadable);
        Assert.NotNull(revocations.Find(Token()));
    }

    private static TokenNames Token(string issuer = Here, string text = "token") =>
        new(issuer, TokenHash.Of(text)) { Id = "j", Session = "s", Subject = "a", IssuedAt = Noon.AddHours(-1) };

    private static string Hex(string text) => TokenHash.Of(text).ToString();

    public sealed class OnSqlite() : RevocationStoreTests(new TemporaryStore());

    public sealed class OnPostgres(PostgresServer server) : RevocationStoreTests(new PostgresHome(server));
}
