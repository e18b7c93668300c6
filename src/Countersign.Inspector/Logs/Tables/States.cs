using System.Numerics;
using System.Runtime.InteropServices;

namespace Countersign.Inspector.Logs.Tables;

/// <summary>What is known of one caller (an address and a user agent) in one area.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct CallerState
{
    public uint LastServed, ServedMinute, RefusedMinute;
    public int Served, Refused, RefusedSinceServed;

    /// <summary>The number of its newest refusal that is not judged yet, plus 1.</summary>
    public long Open;

    /// <summary>Refusals that were too few to say what they are.</summary>
    public int Held;

    public bool WasServed => Served > 0;
}

/// <summary>What is known of one address that was refused, within ten minutes.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct AddressState
{
    private const uint Window = 600;
    private const int FewNames = 5, ManySignIns = 10;
    private ulong _names;
    private uint _from;
    private int _served, _refused, _signIns;

    /// <summary>Until when it counts as guessing; 0 where it never did.</summary>
    public uint GuessesFrom, GuessesUntil;

    public void Serve(uint time)
    {
        Roll(time);
        _served++;
    }

    public void Refuse(uint time, ulong name, bool isSignIn)
    {
        Roll(time);
        _refused++;
        if (name != 0)
            _names |= 1UL << (int)((name >> 8) & 63);
        else if (isSignIn)
            _signIns++;
        if (_refused <= _served || (BitOperations.PopCount(_names) < FewNames && _signIns < ManySignIns))
            return;
        if (GuessesUntil + Window < time || GuessesUntil == 0)
            GuessesFrom = _from;
        GuessesUntil = time;
    }

    public readonly bool Guesses(uint time) => GuessesUntil != 0 && time >= GuessesFrom && time <= GuessesUntil + Window;

    private void Roll(uint time)
    {
        if (time - _from < Window || time < _from)
            return;
        (_from, _names, _served, _refused, _signIns) = (time, 0, 0, 0, 0);
    }
}

/// <summary>What is known of one user's name.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct NameState
{
    public uint LastServed, FirstRefused, LastRefused;
    public int Served, RefusedSinceServed;

    /// <summary>Refusals that were too few to say what they are.</summary>
    public int Held;

    /// <summary>Faster than a program tries again by itself.</summary>
    public readonly bool IsHasty => RefusedSinceServed >= 10 && RefusedSinceServed > ((LastRefused - FirstRefused) / 60.0 * 30) + 1;
}
