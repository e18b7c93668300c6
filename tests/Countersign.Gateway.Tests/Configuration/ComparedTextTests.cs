using Countersign.Gateway.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Configuration;

/// <summary>A text that is read in the place of a file, to be compared with it.</summary>
public sealed class ComparedTextTests : IDisposable
{
    private const string InForce = "admin-token: ${env:ADMIN_TOKEN}\nroutes:\n  - { name: '${file:name.txt}', access: deny }\n";

    private readonly Fixtures _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void It_is_compared_with_what_is_in_force()
    {
        var (file, before) = Start();

        var after = ConfigurationReader.ReadText(InForce.Replace("access: deny", "access: public, upstream: { urls: 'http://127.0.0.1:9' }", StringComparison.Ordinal), file, Environment);

        Assert.Empty(after.Problems);
        var change = Assert.Single(ConfigurationDiff.Compare(before, after).Changes);
        Assert.Equal(("everything", ChangeDirection.Opened), (change.Route, change.Direction));
    }

    [Theory]
    [InlineData("${env:OTHER}")]
    [InlineData("${file:other.txt}")]
    [InlineData("${file:/etc/hostname}")]
    [InlineData("${file:name.tx")]
    [InlineData("${file:name.txt")]
    public void What_the_file_in_force_does_not_name_is_not_filled_in(string placeholder)
    {
        var (file, _) = Start();
        _files.Write("secret", "other.txt");

        var reading = ConfigurationReader.ReadText($"routes:\n  - {{ name: '{placeholder}', access: deny }}\n", file, Environment);

        Assert.Null(reading.Configuration);
        Assert.Equal("placeholder-not-filled", Assert.Single(reading.Problems).Code);
        Assert.DoesNotContain("secret", reading.Problems[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_it_is_told_by_its_own_lines()
    {
        var (file, _) = Start();

        var reading = ConfigurationReader.ReadText("\n\nnonsense: 1\n", file, Environment);

        Assert.Contains(reading.Problems, problem => problem is { Code: "unknown-key", Line: 3 } && problem.File == file);
    }

    private static string? Environment(string name) => name is "ADMIN_TOKEN" or "OTHER" ? "0123456789abcdef-secret" : null;

    private (string File, ConfigurationReading Reading) Start()
    {
        _files.Write("everything", "name.txt");
        var file = _files.Write(InForce);
        return (file, ConfigurationReader.Read(file, Environment));
    }
}
