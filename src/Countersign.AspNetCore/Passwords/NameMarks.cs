using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.AspNetCore.Passwords;

/// <summary>
/// What stands for a name where guesses are counted: half a SHA-256 of it as people mean it. It is small whatever is sent, the same at each gateway, and
/// tells nobody what was typed. The latest are remembered: to hash costs more than all else.
/// </summary>
internal sealed class NameMarks
{
    private const int Remembered = 1024;
    private const int LongName = 128;
    private readonly Known?[] _known = new Known?[Remembered];

    /// <summary>The mark of a name; variants that people take for the same have the same.</summary>
    public UInt128 Of(string user)
    {
        var place = (uint)string.GetHashCode(user, StringComparison.Ordinal) % Remembered;
        if (Volatile.Read(ref _known[place]) is { } known && known.User == user)
            return known.Mark;
        var mark = Make(user);
        if (user.Length <= LongName)
            Volatile.Write(ref _known[place], new(user, mark));
        return mark;
    }

    private static UInt128 Make(string user)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(NameHints.Fold(user)), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private sealed record Known(string User, UInt128 Mark);
}
