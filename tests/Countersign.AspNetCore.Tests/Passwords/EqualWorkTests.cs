using Countersign.AspNetCore.Passwords;
using Countersign.Decisions;
using Countersign.Ports;
using Xunit;

namespace Countersign.AspNetCore.Tests.Passwords;

/// <summary>A store that mixes every kind of hash and of user: the work of a refusal tells nothing of the name. Counted, not timed.</summary>
public sealed class EqualWorkTests
{
    private static readonly (string Name, string Hash, bool IsDisabled)[] Users =
    [
        ("cheap", "$2b$04$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu", false),
        ("dear", "$2y$06$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu", false),
        ("sha1", "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=", false),
        ("apr1", "$apr1$saltsalt$0123456789abcdefghijkl", false),
        ("sha256", "$5$rounds=1000$saltstring$NjijCZnVAF3bVlLOyTTX/UDD8A6xZLjS5TFl.fjJ0J9", false),
        ("sha512", "$6$saltstring$adDbXsJjcDlq2662QPgd.tkSOVmnG9Tt3oXl4HR60SusC3AGjirnDenVZp3DGwLwqy6iYKCzannhaX9DR72nN1", false),
        ("yescrypt", "$y$j75$saltsaltsaltsaltsaltsa$" + new string('a', 43), false),
        ("disabled", "$2b$04$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu", true),
        ("disabled and dear", "$2y$06$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu", true),
        ("invited", PasswordHash.NotSet, false),
        ("plain", "password", false),
    ];

    public static TheoryData<string> Names => [.. Users.Select(user => user.Name), "nobody", "Cheap", ""];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_name_costs_every_cost_of_the_store_once(string name)
    {
        using var stage = new Stage("");
        stage.Source.Table = Table();

        var check = await stage.Vault.CheckAsync(name, "wrong", new Client("192.0.2.1"), Cancel);

        Assert.NotEqual(PasswordOutcome.Matches, check.Outcome);
        Assert.Equal(Table().Costs.Select(cost => cost.Decoy).Order(StringComparer.Ordinal), stage.Hasher.TakeWork());
        Assert.Equal(7, Table().Costs.Length);
    }

    [Fact]
    public void A_decoy_is_computed_like_the_hash_that_it_stands_for()
    {
        foreach (var kind in Enum.GetValues<HashKind>().Where(kind => kind != HashKind.Unsupported))
            Assert.Contains(Table().Costs, cost => cost.Kind == kind);

        // Neither refused nor cut short: what can't be computed would cost nothing.
        Assert.All(Table().Costs, cost => Assert.Equal(HashAnswer.Different, PasswordHasher.Instance.Compare(cost, "wrong")));
        Assert.All(Table().Costs, cost => Assert.Equal(cost.Decoy, PasswordHash.Parse(cost.Text).Decoy));
    }

    private static PasswordTable Table() =>
        new(Users.Select(user => new StoredPassword(PasswordHash.Parse(user.Hash), new Subject(user.Name), user.IsDisabled)));
}
