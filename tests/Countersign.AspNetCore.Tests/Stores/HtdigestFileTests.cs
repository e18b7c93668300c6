using System.Diagnostics;
using System.Text;
using Countersign.AspNetCore.Stores;
using Countersign.Schemes.Digest;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores;

public sealed class HtdigestFileTests
{
    private static readonly string _text = $"""
        # people
        Mufasa:r:{Secret(DigestAlgorithm.Md5)}
        Mufasa:r:{Secret(DigestAlgorithm.Sha256).ToUpperInvariant()}

        Mufasa:r:{Secret(DigestAlgorithm.Sha512T256).Insert(0, "{SHA-512-256}")}
        Mufasa:a:realm:{Secret(DigestAlgorithm.Sha256)}
        """;

    [Theory]
    [InlineData("MD5"), InlineData("SHA-256"), InlineData("SHA-512-256")]
    public void Finds_the_line_of_an_algorithm_by_name_and_by_hash(string name)
    {
        var algorithm = DigestAlgorithm.Find(name)!;
        var file = HtdigestFile.Parse(_text);

        Assert.Empty(file.Problems);
        Assert.Equal(4, file.Count);
        Assert.Equal(Secret(algorithm), file.Find("Mufasa", "r", name)?.HashedSecret);
        var byHash = file.FindByUserhash(DigestHash.Userhash(algorithm, "Mufasa", "r"), "r", name);
        Assert.Equal(("Mufasa", Secret(algorithm)), (byHash?.Subject.Name, byHash?.HashedSecret));
        Assert.Null(file.Find("mufasa", "r", name));
        Assert.Null(file.Find("Mufasa", "R", name));
    }

    [Theory]
    [InlineData("MD5"), InlineData("SHA-256"), InlineData("SHA-512-256")]
    public void Reads_the_lines_that_it_writes(string name)
    {
        var algorithm = DigestAlgorithm.Find(name)!;

        var file = HtdigestFile.Parse(HtdigestFile.LineFor("Mufasa", "r", "Circle of Life", algorithm));

        Assert.Equal(Secret(algorithm), file.Find("Mufasa", "r", name)?.HashedSecret);
    }

    [Fact]
    public void Knows_the_subject_by_its_composed_name() =>
        Assert.Equal("j\u00f6rg", HtdigestFile.Parse($"jo\u0308rg:r:{Secret(DigestAlgorithm.Md5)}").Find("jo\u0308rg", "r", "MD5")?.Subject.Name);

    [Fact]
    public void Takes_realms_with_colons() => Assert.NotNull(HtdigestFile.Parse(_text).Find("Mufasa", "a:realm", "SHA-256"));

    [Fact]
    public void Says_what_nearly_matched()
    {
        var file = HtdigestFile.Parse(_text);

        Assert.Equal("A user exists whose name differs in letter case only.", file.Hint("mufasa", "r"));
        Assert.Equal("The user has lines for other realms only.", file.Hint("Mufasa", "x"));
        Assert.Equal("The user has a line for SHA-256 only.", file.Hint("Mufasa", "a:realm"));
        Assert.Null(file.Hint("Scar", "r"));
    }

    [Theory]
    [InlineData("Mufasa", "Not user:realm:hash.")]
    [InlineData("Mufasa:r", "Not user:realm:hash.")]
    [InlineData(":r:0123456789abcdef0123456789abcdef", "The user name is empty.")]
    [InlineData("Mufasa:r:", "The hash is not 32 digits")]
    [InlineData("Mufasa:r:0123456789abcdef0123456789abcdeg", "The hash is not 32 digits")]
    [InlineData("Mufasa:r:{SHA-512-256}0123456789abcdef0123456789abcdef", "The hash is not 32 digits")]
    [InlineData("Scar:r:0123456789abcdef0123456789abcdef", "A second MD5 line")]
    public void Reports_a_bad_line_with_its_number(string line, string expected)
    {
        var file = HtdigestFile.Parse($"# one\nScar:r:0123456789abcdef0123456789abcdef\n{line}\n");

        var problem = Assert.Single(file.Problems);
        Assert.Equal(3, problem.Line);
        Assert.StartsWith(expected, problem.Message);
        Assert.DoesNotContain("0123456789abcdef", problem.Message);
        Assert.Equal(1, file.Count);
    }

    [Fact]
    public void Reads_names_in_UTF_8_with_a_mark_or_without_and_in_Latin_1()
    {
        var line = "j\u00f6rg:r:0123456789abcdef0123456789abcdef\r\n";
        foreach (var octets in (byte[][])[Encoding.UTF8.GetBytes(line), [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(line)], Encoding.Latin1.GetBytes(line)])
        {
            using var folder = new TemporaryStore();
            File.WriteAllBytes(folder.Path, octets);

            Assert.NotNull(HtdigestFile.Parse(File.ReadAllBytes(folder.Path)).Find("j\u00f6rg", "r", "MD5"));
        }
    }

    [Fact]
    public async Task Reads_what_the_tool_of_Apache_writes()
    {
        const string Tool = "/usr/bin/htdigest";
        Assert.SkipUnless(File.Exists(Tool), "htdigest of apache2-utils is not installed.");
        using var folder = new TemporaryStore();
        using var process = Process.Start(new ProcessStartInfo(Tool, ["-c", folder.Path, "r", "Mufasa"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync("Circle of Life\nCircle of Life\n");
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(Secret(DigestAlgorithm.Md5), HtdigestFile.Parse(File.ReadAllBytes(folder.Path)).Find("Mufasa", "r", "MD5")?.HashedSecret);
    }

    private static string Secret(DigestAlgorithm algorithm) => DigestHash.Secret(algorithm, "Mufasa", "r", "Circle of Life");
}
