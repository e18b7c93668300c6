using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Explaining;
using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.Explaining;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("anna", "anna")]
    [InlineData("j\u00fcrgen \ud83d\ude00", "j\u00fcrgen \ud83d\ude00")]
    [InlineData("\u009b31mEVIL", "\\u{9B}31mEVIL")]
    [InlineData("\u001b[2J\t\u007f", "\\u{1B}[2J\\u{9}\\u{7F}")]
    [InlineData("a\u202egnp", "a\\u{202E}gnp")]
    [InlineData("a\u2066b\u2028c", "a\\u{2066}b\\u{2028}c")]
    public void Spells_out_what_a_terminal_would_obey(string text, string shown) => Assert.Equal(shown, Printable.Of(text));

    [Fact]
    public void Spells_out_half_a_character() => Assert.Equal("a\\u{D83D}b", Printable.Of("a\ud83db"));

    [Fact]
    public async Task An_unknown_name_is_masked_behind_its_whole_first_letter()
    {
        await using var gateway = await RunningGateway.StartAsync(RefusalCases.Yaml);

        var refused = await gateway.GetAsync("/staff/a", Credential.Basic("\ud83d\ude00nna", "x"));

        Assert.Equal("\ud83d\ude00***", (await gateway.JournalAsync(refused.Reference)).Subject);
    }
}
