using Countersign.Client.Proofs;
using Xunit;

namespace Countersign.Client.Tests.Proofs;

/// <summary>Answers to requests that ran side by side come in any order, and the newest nonce stays.</summary>
public sealed class NewestNonceTests
{
    private readonly NewestNonce _nonce = new();

    [Fact]
    public void The_last_to_come_counts()
    {
        Take("a", used: null);
        Take("b", used: "a");
        Take("c", used: "a");

        Assert.Equal("c", _nonce.Current);
    }

    [Fact]
    public void A_late_answer_does_not_bring_an_old_one_back()
    {
        Take("a", used: null);
        Take("b", used: "a");
        Take("c", used: "b");

        Take("b", used: "a");
        Take("a", used: null);
        Take("a", used: "a");

        Assert.Equal("c", _nonce.Current);
    }

    [Fact] // two servers of one name that do not share their nonces
    public void An_old_one_is_back_when_the_server_gives_it_for_the_newest()
    {
        Take("a", used: null);
        Take("b", used: "a");

        Take("a", used: "b");

        Assert.Equal("a", _nonce.Current);
    }

    private void Take(string nonce, string? used) => _nonce.Take(nonce, used);
}
