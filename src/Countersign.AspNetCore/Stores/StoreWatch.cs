using System.Data.Common;

namespace Countersign.AspNetCore.Stores;

/// <summary>A table that is watched, what reads it, and which generation of it was read last.</summary>
internal sealed class StoreWatch(string table, Action<DbConnection> reload)
{
    public const long Unread = -1;

    public string Table => table;

    public Action<DbConnection> Reload => reload;

    public long Generation { get; set; } = Unread;
}
