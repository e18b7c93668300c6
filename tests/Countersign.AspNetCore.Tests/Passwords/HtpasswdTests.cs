using Countersign.AspNetCore.Passwords;
using Countersign.TestKit;
using Xunit;

namespace Countersign.AspNetCore.Tests.Passwords;

public sealed class HtpasswdTests
{
    private const string Hash = "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=";
    private const string Other = "{SHA}2jmj7l5rSw0yVb/vlWAYkK/YBwk=";

    [Fact]
    public void Reads_files_by_Apaches_rules()
    {
        Assert.Equal(7, Stage.Vectors("htpasswd.json").GetProperty("file_rules").GetArrayLength());
        var file = HtpasswdFile.Parse($"""
            user:{Hash}:a comment: and more
              # comment

            bare
            user:{Other}
            User:{Other}
            plain:secret
            """);

        Assert.Equal(4, file.Count);
        Assert.True(file.TryFind("user", out var user) && user.Hash.Text == Hash && user.Subject.Name == "user");
        Assert.True(file.TryFind("User", out var upper) && upper.Hash.Text == Other);
        Assert.True(file.TryFind("bare", out var bare) && bare.Hash.Kind == HashKind.Unsupported);
        Assert.False(file.TryFind("# comment", out _));
        Assert.Equal([4, 5, 7], file.Problems.Where(problem => problem.IsError).Select(problem => problem.Line));
        Assert.DoesNotContain(file.Problems, problem => problem.Message.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void Reads_names_in_NFC_and_in_either_encoding()
    {
        Assert.True(HtpasswdFile.Parse("\uFEFFjo\u0308rg:x\r\n"u8).TryFind("j\u00f6rg", out _));
        Assert.True(HtpasswdFile.Parse([(byte)'j', 0xf6, (byte)'r', (byte)'g', (byte)':', (byte)'x']).TryFind("j\u00f6rg", out _));
    }

    [Fact]
    public void Takes_no_line_whose_name_is_no_text_and_all_the_others()
    {
        var file = HtpasswdFile.Parse([0xef, 0xbf, 0xbe, .. "x:y\nanna:x\n"u8]);

        Assert.True(file.TryFind("anna", out _));
        Assert.Equal((1, 1), (file.Count, file.Problems.First(problem => problem.IsError).Line));
        Assert.Null(file.Hint("\ufffe"));
    }

    [Fact]
    public void Takes_no_line_without_a_name()
    {
        var file = HtpasswdFile.Parse($":{Hash}\nanna:{Hash}");

        Assert.False(file.TryFind("", out _));
        Assert.Equal((1, 1), (file.Count, file.Problems.First(problem => problem.IsError).Line));
    }

    [Fact]
    public void Hints_at_letter_case_alone()
    {
        var file = HtpasswdFile.Parse($"J\u00f6rg:{Hash}");

        Assert.Equal("the user name differs from a known one in letter case alone", file.Hint("j\u00d6RG"));
        Assert.Null(file.Hint("J\u00f6rg"));
        Assert.Null(file.Hint("jorg"));
    }

    [Fact]
    public void Reads_a_changed_file_again_and_closes_when_it_is_gone()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("countersign").FullName, "users");
        using var watched = new WatchedHtpasswd(path, TimeProvider.System, TimeSpan.FromHours(1));
        var changes = 0;
        watched.Changed += (_, _) => changes++;

        Assert.Null(watched.Read());
        Assert.Equal("the file does not exist", watched.Failure);

        File.WriteAllText(path, $"one:{Hash}");
        watched.Refresh();
        Assert.True(watched.Read()!.TryFind("one", out _));
        Assert.Null(watched.Failure);

        // Same length, same moment: the time stamp alone would not tell.
        File.WriteAllText(path, $"two:{Hash}");
        watched.Refresh();
        Assert.True(watched.Read()!.TryFind("two", out _));
        watched.Refresh();
        Assert.Equal(2, changes);

        File.Delete(path);
        watched.Refresh();
        watched.Refresh();
        Assert.Null(watched.Read());
        Assert.Equal(3, changes);

        Directory.CreateDirectory(path);
        watched.Refresh();
        Assert.Null(watched.Read());
    }

    [Fact]
    public async Task Looks_by_itself()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("countersign").FullName, "users");
        using var watched = new WatchedHtpasswd(path, TimeProvider.System, TimeSpan.FromMilliseconds(20));
        await File.WriteAllTextAsync(path, $"one:{Hash}", TestContext.Current.CancellationToken);

        Assert.True(await Eventually.IsSoAsync(() => watched.Read() is not null));
    }
}
