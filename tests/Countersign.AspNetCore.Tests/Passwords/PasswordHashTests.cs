using System.Text;
using Countersign.AspNetCore.Passwords;
using Xunit;

namespace Countersign.AspNetCore.Tests.Passwords;

public sealed class PasswordHashTests
{
    public static TheoryData<string, string, string, string, bool?> Vectors()
    {
        var data = new TheoryData<string, string, string, string, bool?>();
        foreach (var row in Stage.Vectors("htpasswd.json").GetProperty("vectors").EnumerateArray())
        {
            data.Add(
                row.GetProperty("id").GetString()!, row.GetProperty("format").GetString()!, row.GetProperty("password").GetString()!,
                row.GetProperty("hash").GetString()!, row.GetProperty("match").ValueKind == System.Text.Json.JsonValueKind.String ? null : row.GetProperty("match").GetBoolean());
        }

        return data;
    }

    public static TheoryData<string, string, string, bool> Apr1Vectors()
    {
        var data = new TheoryData<string, string, string, bool>();
        var vectors = Stage.Vectors("apr1.json");
        foreach (var row in vectors.GetProperty("vectors").EnumerateArray())
            data.Add(row.GetProperty("id").GetString()!, row.GetProperty("password").GetString()!, row.GetProperty("hash").GetString()!, true);
        foreach (var row in vectors.GetProperty("negative").EnumerateArray())
            data.Add(row.GetProperty("id").GetString()!, row.GetProperty("password").GetString()!, row.GetProperty("hash").GetString()!, false);
        return data;
    }

    [Theory]
    [MemberData(nameof(Vectors))]
    public void Agrees_with_every_vector(string id, string format, string password, string hash, bool? match)
    {
        var stored = PasswordHash.Parse(hash);

        // What the contract leaves out: DES, $1$ and plain text are refused with advice, whatever Apache does.
        if (format is "crypt" or "$1$" or "plaintext" || id == "HP-SHA-N")
        {
            Assert.Equal(HashKind.Unsupported, stored.Kind);
            Assert.NotNull(stored.Advice);
            Assert.Equal(HashAnswer.CannotCompute, PasswordHasher.Instance.Compare(stored, password));
            return;
        }

        Assert.Equal(match == true ? HashAnswer.Same : HashAnswer.Different, PasswordHasher.Instance.Compare(stored, password));
        Assert.Equal(HashAnswer.Different, PasswordHasher.Instance.Compare(stored, "another " + password));
        Assert.Equal(HashAnswer.Different, PasswordHasher.Instance.Compare(PasswordHash.Parse(stored.Decoy), password));
        Assert.DoesNotContain(hash, stored.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Apr1Vectors))]
    public void Agrees_with_every_apr1_vector(string id, string password, string hash, bool match)
    {
        Assert.NotEmpty(id);
        Assert.Equal(match, PasswordHasher.Instance.Compare(PasswordHash.Parse(hash), password) == HashAnswer.Same);
    }

    [Fact]
    public void Computes_md5crypt_alike_but_for_the_magic()
    {
        var sane = Stage.Vectors("apr1.json").GetProperty("md5crypt_sanity");

        Assert.Equal(
            sane.GetProperty("hash").GetString(),
            Md5Crypt.Compute(Encoding.UTF8.GetBytes(sane.GetProperty("password").GetString()!), sane.GetProperty("salt").GetString()!, "$1$"));
    }

    [Theory]
    [InlineData("$2y$03$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu", "out of range")]
    [InlineData("$2x$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu", "unknown kind")]
    [InlineData("$2y$05$short", "broken")]
    [InlineData("$5$rounds=10$saltstring$OH4IDuTlsuTYPdED1gsuiRMyTAwNlRWyA6Xr3I4/dQ5", "rounds")]
    [InlineData("$6$saltstring$OH4IDuTlsuTYPdED1gsuiRMyTAwNlRWyA6Xr3I4/dQ5", "cut off")]
    [InlineData("abJnggxhB/yWI", "DES")]
    [InlineData("secret", "plain-text")]
    [InlineData("", "no hash")]
    public void Says_what_is_wrong_with_a_hash(string text, string advice)
    {
        var hash = PasswordHash.Parse(text);

        Assert.Equal(HashKind.Unsupported, hash.Kind);
        Assert.Contains(advice, hash.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(511, true)]
    [InlineData(512, false)]
    public void Takes_passwords_up_to_the_bound_of_crypt(int length, bool isTaken)
    {
        var password = new string('x', length);
        var hash = PasswordHash.Parse("{SHA}" + Convert.ToBase64String(System.Security.Cryptography.SHA1.HashData(Encoding.UTF8.GetBytes(password))));

        Assert.Equal(isTaken, PasswordHasher.Instance.Compare(hash, password) == HashAnswer.Same);
    }

    [Fact]
    public void Refuses_passwords_that_crypt_would_cut_at_a_NUL()
    {
        var hash = PasswordHash.Parse("$2y$05$abcdefghijklmnopqrstuuWG29KuyeAicPCJODk1zjyGvyQUU2awu");

        Assert.Equal(HashAnswer.Same, PasswordHasher.Instance.Compare(hash, "password"));
        Assert.Equal(HashAnswer.Different, PasswordHasher.Instance.Compare(hash, "password\0tail"));
    }

    [Theory]
    [InlineData(HashKind.Bcrypt, 4, "$2y$04$")]
    [InlineData(HashKind.Bcrypt, null, "$2y$10$")]
    [InlineData(HashKind.Sha512Crypt, null, "$6$")]
    [InlineData(HashKind.Sha256Crypt, 2000, "$5$rounds=2000$")]
    [InlineData(HashKind.Yescrypt, 1, "$y$")]
    [InlineData(HashKind.Apr1, null, "$apr1$")]
    public void Makes_hashes_that_it_verifies(HashKind kind, int? cost, string prefix)
    {
        var hash = PasswordMaker.Create("p\u00e4ss w\u00f6rd", kind, cost);

        Assert.Equal(kind, hash.Kind);
        Assert.StartsWith(prefix, hash.Text, StringComparison.Ordinal);
        Assert.Equal(HashAnswer.Same, PasswordHasher.Instance.Compare(hash, "p\u00e4ss w\u00f6rd"));
        Assert.NotEqual(hash.Text, PasswordMaker.Create("p\u00e4ss w\u00f6rd", kind, cost).Text);
    }

    [Fact]
    public void Makes_no_hash_that_would_not_hold_what_was_meant()
    {
        Assert.Equal(HashKind.Bcrypt, PasswordMaker.Create(new string('x', 72), HashKind.Bcrypt, 4).Kind);
        Assert.Contains("72 octets", Assert.Throws<ArgumentException>(() => PasswordMaker.Create(new string('\u00e4', 37), HashKind.Bcrypt, 4)).Message, StringComparison.Ordinal);
        Assert.Equal(HashKind.Sha512Crypt, PasswordMaker.Create(new string('x', 73), HashKind.Sha512Crypt).Kind);
        Assert.Throws<ArgumentException>(() => PasswordMaker.Create("x", HashKind.Bcrypt, 31));
        Assert.Throws<ArgumentException>(() => PasswordMaker.Create("line\n"));
    }
}
