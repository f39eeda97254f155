namespace Bishui.Storage;

/// <summary>The database files are open in another process; two processes must not write the same ones.</summary>
public sealed class DatabaseInUseException(string folder, Exception? inner = null) : Exception(
    $"数据目录 {folder} 正被另一个进程使用：请先停止该进程，或为本进程指定另一个数据目录；嵌入式数据库不支持多副本，多副本请改用 MongoDB（BISHUI_MONGO）。 / "
    + $"The data folder {folder} is in use by another process: stop that process or give this one another folder. "
    + "The embedded database does not serve several replicas; use MongoDB (BISHUI_MONGO) for those.", inner)
{
    /// <summary>The folder.</summary>
    public string Folder { get; } = folder;
}

/// <summary>The database was written by a newer version of the platform than this one.</summary>
public sealed class DatabaseTooNewException(string where, long found, long supported) : Exception(
    $"数据库 {where} 由更新的版本写入（格式 {found}，本程序支持到 {supported}）：请升级程序，或恢复与本程序版本相符的备份。 / "
    + $"The database {where} was written by a newer version (format {found}, this program knows up to {supported}): "
    + "upgrade the program, or restore a backup that fits it.")
{
    /// <summary>The format found.</summary>
    public long Found { get; } = found;

    /// <summary>The newest format that this program reads.</summary>
    public long Supported { get; } = supported;
}
